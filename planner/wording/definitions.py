"""What each indicator counts, and each cause of time, in a sentence or two."""

from __future__ import annotations

from collections.abc import Mapping

from planner.metrics.indicators import FEWEST_CASES
from planner.wording.language import N_, _

INDICATORS: Mapping[str, str] = {
    "backlog_mean": N_(
        "Cases open at one time, averaged over the run; the opening backlog counts, repeat entries do not."
    ),
    "backlog_end": N_("Cases open when the run ends; the opening backlog counts, repeat entries do not."),
    "overdue_end": N_("Cases open when the run ends whose deadline has passed."),
    "response_time_mean": N_("From the report until work on the matter begins, after intake; the mean."),
    "response_time_median": N_("From the report until work on the matter begins; half of the cases take longer."),
    "response_time_p90": N_("From the report until work on the matter begins; one case in ten takes longer."),
    "resolution_time_mean": N_("From the report until the case is closed; the mean."),
    "resolution_time_median": N_("From the report until the case is closed; half of the cases take longer."),
    "resolution_time_p90": N_("From the report until the case is closed; one case in ten takes longer."),
    "on_time_rate": N_(
        "Of the cases reported in the run whose deadline falls into it, the share that is closed by the deadline."
    ),
    "settled_village_share": N_("Of the closed cases, the share that was settled in the village."),
    "settled_township_share": N_("Of the closed cases, the share that was settled in the township."),
    "settled_county_share": N_("Of the closed cases, the share that was settled by the county."),
    "bounces_per_case": N_("How often a case was sent to a unit that returned it, on average."),
    "whistles": N_("Whistles blown in the run, those to partner departments included."),
    "whistles_on_time_rate": N_(
        "Of the whistles whose limit has passed, the share after which the department's work began within the limit."
    ),
    "powers_unusable": N_("Cases that a team could not take up though the power is there, as no crew could be formed."),
    "reversal_rate": N_("Of the formal decisions, the share that was reversed."),
    "repeat_contacts_per_case": N_("How often people came again about the same case, on average."),
    "staff_use": N_(
        "Hours of officers at work or travelling ÷ hours of officers on the roll, both within office hours; township "
        "teams and shared teams that keep office hours. Meetings lengthen the work and count with it."
    ),
    "department_use": N_("The same for the teams of county departments."),
    "cost": N_(
        "Pay of everybody, the price of work that is bought, and the cost of measures, over the run. Of a township or "
        "department: the pay of its own people."
    ),
    "cost_per_case": N_("The cost ÷ the cases closed."),
    "payroll_share": N_("A year's pay of the people of townships ÷ their yearly budgets, where these are stated."),
    "worst_township_resolution_time": N_(
        "Mean resolution time of the township where it is longest, of those with at least {n} cases."
    ),
    "township_spread": N_(
        "Mean resolution time of the slowest township less that of the quickest, of those with at least {n} cases."
    ),
    "cohort_size": N_("Cases that times are about: those reported early enough to be followed."),
}
"""By id; those of `time_by_cause` are in `CAUSES`."""

CAUSES: Mapping[str, str] = {
    "intake": N_("Until intake has registered and dispatched it, the platform's time included."),
    "bouncing": N_("At units that returned it, and until a meeting settled whose it is."),
    "village": N_("Until a grid worker or village agent took it up."),
    "township_team": N_("Until a team of the township, or one that it shares, took it up."),
    "worked": N_("While somebody worked on it, at intake too."),
    "travel": N_("While a crew was on its way."),
    "legal_review": N_("While its legal review lasted."),
    "linkage": N_("Until a department that was called by letter or whistle had answered and was ready."),
    "department": N_("Until the department's team, or the pool that decides in its place, took it up."),
    "partners": N_("Until partner departments had finished as well."),
    "redoing": N_("After a decision was reversed, until it was taken again."),
}
"""Of `time_by_cause`: which part of the time from report to closure it is, averaged over the cases."""


def definition(indicator: str) -> str:
    """What an indicator counts, in the language in use."""
    prefix, _dot, cause = indicator.partition(".")
    found = CAUSES[cause] if prefix == "time_by_cause" else INDICATORS[indicator]
    return _(found).format(n=FEWEST_CASES)
