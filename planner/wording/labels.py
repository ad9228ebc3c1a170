"""Names of everything that has an id: indicators, families, causes, units, steps, posts, verdicts.

An id without a name here is shown as it is, so that an id of a scenario can always be passed through.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.wording.language import N_, _

INDICATORS: Mapping[str, str] = {
    "backlog_mean": N_("Backlog, mean"),
    "backlog_end": N_("Backlog at the end"),
    "overdue_end": N_("Overdue at the end"),
    "response_time_mean": N_("Response time, mean"),
    "response_time_median": N_("Response time, median"),
    "response_time_p90": N_("Response time, 90th percentile"),
    "resolution_time_mean": N_("Resolution time, mean"),
    "resolution_time_median": N_("Resolution time, median"),
    "resolution_time_p90": N_("Resolution time, 90th percentile"),
    "on_time_rate": N_("On-time rate"),
    "settled_village_share": N_("Settled in the village"),
    "settled_township_share": N_("Settled in the township"),
    "settled_county_share": N_("Settled in the county"),
    "bounces_per_case": N_("Bounces per case"),
    "whistles": N_("Whistles"),
    "whistles_on_time_rate": N_("Whistles answered on time"),
    "powers_unusable": N_("Power held but not usable"),
    "reversal_rate": N_("Decisions reversed"),
    "repeat_contacts_per_case": N_("Repeat contacts per case"),
    "staff_use": N_("Use of township staff"),
    "department_use": N_("Use of department staff"),
    "cost": N_("Cost"),
    "cost_per_case": N_("Cost per case"),
    "payroll_share": N_("Payroll share of the budget"),
    "worst_township_resolution_time": N_("Resolution time of the worst township"),
    "township_spread": N_("Spread between townships"),
    "cohort_size": N_("Cases whose times count"),
}

FAMILIES: Mapping[str, str] = {
    "all": N_("All cases"),
    "service": N_("Service"),
    "counter": N_("Counter service"),
    "grid": N_("Settled by grids"),
    "approval": N_("Approval"),
    "enforcement": N_("Enforcement"),
    "dispute": N_("Disputes"),
    "emergency": N_("Emergencies"),
    "upper": N_("Work from above"),
}

CAUSES: Mapping[str, str] = {
    "intake": N_("Waiting at intake"),
    "bouncing": N_("Bouncing"),
    "village": N_("Waiting for the village"),
    "township_team": N_("Waiting for the township team"),
    "worked": N_("Worked on"),
    "travel": N_("Travelling"),
    "legal_review": N_("Legal review"),
    "linkage": N_("Referral or whistle latency"),
    "department": N_("Waiting for department or pool"),
    "partners": N_("Waiting for partners"),
    "redoing": N_("Redoing"),
}

STEPS: Mapping[str, str] = {
    "intake": N_("Intake"),
    "dispatch": N_("Dispatch"),
    "return": N_("Away at a unit that returns it"),
    "owner_coordination": N_("Coordination on the owner"),
    "village": N_("Village"),
    "fact": N_("Fact-finding"),
    "legal_review": N_("Legal review"),
    "referral": N_("Referral"),
    "whistle": N_("Whistle"),
    "decision": N_("Decision"),
    "join": N_("Waiting for partners to finish"),
    "redo": N_("Redoing a reversed decision"),
    "partner": N_("Partner attending"),
    "partner_referral": N_("Referral to a partner"),
    "partner_whistle": N_("Whistle to a partner"),
    "repeat": N_("Repeat contact"),
}

LEVELS: Mapping[str, str] = {
    "open": N_("open"),
    "village": N_("village"),
    "township": N_("township"),
    "county": N_("county"),
}

MODES: Mapping[str, str] = {
    "none": N_("no formal decision"),
    "assigned": N_("assigned"),
    "entrusted": N_("entrusted"),
    "posted": N_("posted"),
    "agency": N_("agency"),
    "county": N_("county's own"),
}

CHANNELS: Mapping[str, str] = {
    "window": N_("window"),
    "online": N_("online"),
    "hotline": N_("hotline"),
    "patrol": N_("patrol"),
    "above": N_("from above"),
}

POST_TYPES: Mapping[str, str] = {
    "civil": N_("civil service posts"),
    "institution": N_("institution posts"),
    "contract": N_("contract staff"),
}

TAGS: Mapping[str, str] = {
    "documented": N_("documented"),
    "statute": N_("statute"),
    "measured": N_("measured"),
    "derived": N_("derived"),
    "assumption": N_("assumption"),
    "default": N_("model's default"),
}

PARTS: Mapping[str, str] = {
    "calendar": N_("calendar"),
    "demand": N_("demand"),
    "case_types": N_("case types"),
    "departments": N_("departments"),
    "townships": N_("townships"),
    "shared_teams": N_("shared teams"),
    "linkage": N_("linkage"),
    "platform": N_("platform"),
    "reversal_rate": N_("reversal rates"),
    "repeats": N_("repeat contacts"),
    "travel": N_("travel"),
    "pay": N_("pay"),
    "place": N_("place"),
    "time": N_("time"),
}

VERDICTS: Mapping[str, str] = {
    "delegate": N_("delegate"),
    "later": N_("delegate later"),
    "recall": N_("recall"),
}

PROFILES: Mapping[str, str] = {
    "even": N_("even"),
    "office": N_("office hours"),
    "window": N_("hours of the window"),
    "hotline": N_("hours of the hotline"),
    "daylight": N_("daylight"),
    "flood-season": N_("flood season"),
}

SURGES: Mapping[str, str] = {
    "storm": N_("storm"),
}

TEAM_KINDS: Mapping[str, str] = {
    "township": N_("township team"),
    "shared": N_("shared team"),
    "department": N_("department"),
    "grid": N_("grid workers"),
    "agents": N_("village agents"),
}

DIMENSIONS: Mapping[str, str] = {
    "township": N_("Township"),
    "department": N_("Department"),
    "case_type": N_("Case type"),
    "family": N_("Family"),
    "level": N_("Level"),
    "since": N_("From a day on"),
}

UNITS: Mapping[str, str] = {
    "cases": N_("cases"),
    "working_days": N_("working days"),
    "calendar_days": N_("calendar days"),
    "days": N_("days"),
    "hours": N_("hours"),
    "people": N_("people"),
    "yuan": N_("yuan"),
    "times": N_("times"),
    "items": N_("items"),
    "units": N_("units"),
    "grids": N_("grids"),
    "points": N_("points"),
    "km": N_("km"),
    "km2": N_("km²"),
    "km_per_hour": N_("km/h"),
    "per_year": N_("per year"),
    "per_week": N_("per week"),
    "per_case": N_("per case"),
    "share": "",
    "factor": "",
}


def label(names: Mapping[str, str], key: str) -> str:
    """The name of an id in the language in use, or the id itself where it has none."""
    name = names.get(key)
    return key if name is None else _(name) if name else ""


def indicator(key: str) -> str:
    """The name of an indicator; `time_by_cause.<cause>` is named by its cause."""
    prefix, _dot, cause = key.partition(".")
    if prefix == "time_by_cause" and cause:
        return label(CAUSES, cause)
    return label(INDICATORS, key)


def family(key: str) -> str:
    """The name of a family of case types."""
    return label(FAMILIES, key)


def unit(key: str) -> str:
    """The name of a unit, empty for shares and factors."""
    return label(UNITS, key)
