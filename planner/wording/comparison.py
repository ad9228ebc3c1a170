"""Findings of a comparison as sentences, in the words of officials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.metrics.indicators import ALL, FigureKey, unit_of
from planner.wording import labels
from planner.wording.language import N_, _, language, ngettext
from planner.wording.numbers import digits_for, digits_of, number, percent

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding, Rests
    from planner.experiments.goal import Aim
    from planner.stats.interval import Interval
    from planner.stats.precision import Ended

VERDICTS: Mapping[str, str] = {
    "better": N_("better"),
    "worse": N_("worse"),
    "lower": N_("lower"),
    "higher": N_("higher"),
    "no-difference": N_("no difference that matters"),
    "not-yet-known": N_("not yet known"),
}

_BRIEF: Mapping[str, str] = {"no-difference": N_("immaterial"), "not-yet-known": N_("not known yet")}
"""Verdicts for narrow places."""

ASSUMPTION_GROUPS: Mapping[str, str] = {
    "formal": N_("share of formal decisions"),
    "department_staff": N_("staff of departments"),
    "work": N_("hours of work per case"),
    "rates": N_("how often cases come up"),
    "township_staff": N_("staff of townships"),
    "meetings": N_("time on meetings and inspections"),
    "answers": N_("share of requests answered"),
    "linkage_times": N_("times of referral, whistle and returns"),
    "unclear": N_("share of cases without a clear owner"),
    "leaving": N_("leaving, hiring and training"),
    "patrols": N_("time of a patrol round"),
    "citizens": N_("delays and lives of what citizens report"),
    "village": N_("what is settled in the village"),
    "reversals": N_("reversals and repeat contacts"),
    "review": N_("hours of legal review"),
    "dispatch": N_("time and accuracy of dispatch"),
}

SPLITS: Mapping[str, str] = {
    "cause": N_("By cause"),
    "case_type": N_("By case type"),
    "township": N_("By township"),
    "department": N_("By responsible department"),
}

_SHORT: Mapping[str, str] = {
    "resolution_time_mean": N_("resolution time"),
    "resolution_time_median": N_("resolution time, median"),
    "resolution_time_p90": N_("resolution time, 90th percentile"),
    "response_time_mean": N_("response time"),
    "response_time_median": N_("response time, median"),
    "response_time_p90": N_("response time, 90th percentile"),
    "on_time_rate": N_("on-time rate"),
    "backlog_mean": N_("backlog"),
    "overdue_end": N_("overdue at the end"),
}

_TIME = (
    N_("shortens from {base} to {other} on average"),
    N_("lengthens from {base} to {other} on average"),
    N_("shorter in {k} of {n} replications"),
    N_("longer in {k} of {n} replications"),
)
_COUNT = (
    N_("falls from {base} to {other} on average"),
    N_("grows from {base} to {other} on average"),
    N_("fewer in {k} of {n} replications"),
    N_("more in {k} of {n} replications"),
)
_RATE = (
    N_("drops from {base} to {other} on average"),
    N_("rises from {base} to {other} on average"),
    N_("lower in {k} of {n} replications"),
    N_("higher in {k} of {n} replications"),
)
_WORDS = {"working_days": _TIME, "hours": _TIME, "share": _RATE}
"""By unit: how a mean falls and rises, and in how many replications it does."""

WORTH_WAITING_FOR = 1_000
"""More replications than these are not worth naming."""


def grouping_heading(grouping: str) -> str:
    """The head of a table by groups: by what, where more than one thing could be meant."""
    return _("Responsible department") if grouping == "department" else labels.label(labels.DIMENSIONS, grouping)


def grouping_rule(grouping: str) -> str:
    """By what a table groups, where its head alone could mislead; empty where it could not."""
    if grouping != "department":
        return ""
    return _("By the department responsible for the type of a case, also where a township does the work.")


def figure(key: FigureKey) -> str:
    """A figure by its family and a short name of its indicator."""
    short = labels.label(_SHORT, key.indicator) if key.indicator in _SHORT else labels.indicator(key.indicator)
    if key.family == ALL:
        return short
    return _("{family}, {indicator}").format(family=labels.family(key.family), indicator=short)


def indicator(key: FigureKey) -> str:
    """The short name of a figure's indicator."""
    return labels.label(_SHORT, key.indicator) if key.indicator in _SHORT else labels.indicator(key.indicator)


def value(amount: float, key: FigureKey, digits: int) -> str:
    """A value of a figure with a short unit."""
    unit = unit_of(key.indicator, key.family)
    if unit == "share":
        return percent(amount)
    if unit == "yuan":
        return _money(amount, digits)
    suffix = {"working_days": _(" d"), "hours": _(" h")}.get(unit, "")
    return f"{number(amount, digits)}{suffix}"


def size(amount: float, key: FigureKey) -> str:
    """A size of a difference of a figure, with a short unit."""
    unit = unit_of(key.indicator, key.family)
    if unit == "yuan":
        return _money(amount, digits(key, amount, None))
    suffix = {"working_days": _(" d"), "hours": _(" h"), "share": _(" points")}.get(unit, "")
    amount = 100.0 * amount if unit == "share" else amount
    told = number(amount)
    return f"{told.rstrip('0').rstrip('.') if '.' in told else told}{suffix}"


def digits(key: FigureKey, mean: float, half_width: float | None) -> int:
    """Decimals worth showing of a figure whose mean and half-width these are."""
    if unit_of(key.indicator, key.family) == "yuan":
        scale = _yuan()[0]
        return digits_for(mean / scale, None if half_width is None else half_width / scale)
    return digits_of(unit_of(key.indicator, key.family), mean, half_width)


def difference(interval: Interval, key: FigureKey) -> str:
    """A difference with its sign and, beside it, its half-width."""
    unit = unit_of(key.indicator, key.family)
    if not interval.mean and not interval.half_width:
        return "0"
    places = digits(key, interval.mean, interval.half_width)
    scale, named = 1.0, {"working_days": _(" d"), "hours": _(" h")}.get(unit, "")
    if unit == "share":
        scale, named, places = 0.01, _(" points"), 1
    elif unit == "yuan":
        scale, named = _yuan()
    half = "" if interval.half_width is None else f" ±{number(interval.half_width / scale, places)}"
    return f"{signed(interval.mean / scale, places)}{half}{named}"


def signed(amount: float, places: int) -> str:
    """A number with its sign; what rounds to nothing has none."""
    told = number(abs(amount), places)
    if not float(told.replace(",", "")):
        return told
    return f"{'-' if amount < 0 else '+'}{told}"


def verdict(found: Finding) -> str:
    """The verdict in a word or two."""
    return _("cannot be computed") if found.verdict is None else labels.label(VERDICTS, found.verdict)


def brief_verdict(found: Finding) -> str:
    """The verdict for a narrow place."""
    brief = _BRIEF.get(found.verdict or "")
    return verdict(found) if brief is None else _(brief)


def sign(found: Finding) -> str | None:
    """Which way a figure goes where only the size of the difference is not known: `better`, `worse`, …; else None."""
    if found.verdict != "not-yet-known" or found.paired is None:
        return None
    told = found.paired.verdict(found.better)
    return None if told in ("not-yet-known", "no-difference") else told


def verdict_with_sign(found: Finding) -> str:
    """The verdict, with sign and size apart: what is surely better may be so by less than matters."""
    way = sign(found)
    if way is None:
        return verdict(found)
    told = _("{verdict}, but perhaps by less than {least}")
    return told.format(verdict=labels.label(VERDICTS, way), least=size(found.matters, found.figure))


def brief_verdict_with_sign(found: Finding) -> str:
    """The same for a narrow place."""
    way = sign(found)
    return brief_verdict(found) if way is None else _("{verdict} (size?)").format(verdict=labels.label(VERDICTS, way))


def mark(found: Finding) -> str:
    """▼ for a fall, ▲ for a rise, = for no difference that matters, ? for what is not known."""
    if found.paired is None or found.verdict in (None, "not-yet-known"):
        return "?"
    if found.verdict == "no-difference":
        return "="
    return "▼" if found.paired.difference.mean < 0 else "▲"


def sentence(found: Finding, rests: Rests) -> str:
    """What an alternative does to one figure; `rests` counts the assumptions behind its changes."""
    key, paired = found.figure, found.paired
    name = figure(key)
    if paired is None and found.unreached:
        told = ngettext(
            "{name}: not reached within the time that is looked at in {n} replication, so it cannot be compared.",
            "{name}: not reached within the time that is looked at in {n} replications, so it cannot be compared.",
            found.unreached,
        )
        return told.format(name=name, n=found.unreached)
    if paired is None:
        return _("{name}: cannot be computed.").format(name=name)
    interval = paired.difference
    places = digits(key, paired.base_mean, interval.half_width)
    told = difference(interval, key)
    base, other = value(paired.base_mean, key, places), value(paired.other_mean, key, places)
    if found.verdict == "no-difference":
        if not paired.lower and not paired.higher:
            return _("{name}: {base}, the same in both.").format(name=name, base=base)
        least = size(found.matters, key)
        return _("{name}: {base} and {other}, no difference that matters ({difference}; less than {least}).").format(
            name=name, base=base, other=other, difference=told, least=least
        )
    falls, rises, k_lower, k_higher = _WORDS.get(unit_of(key.indicator, key.family), _COUNT)
    lower = interval.mean < 0
    moves = _(falls if lower else rises).format(base=base, other=other)
    if found.verdict == "not-yet-known":
        return _unknown(found, name, _(", ").join((base, other)), moves, told)
    count = _(k_lower if lower else k_higher).format(k=paired.lower if lower else paired.higher, n=interval.n)
    return _("{name}: {moves}, {verdict} ({difference}); {count}; {rests}.").format(
        name=name, moves=moves, verdict=verdict(found), difference=told, count=count, rests=_rests(rests)
    )


def plain_sentence(found: Finding, rests: Rests) -> str:
    """The same without the interval, where that stands elsewhere."""
    key, paired = found.figure, found.paired
    half = None if paired is None else paired.difference.half_width
    if paired is None or half is None or not (paired.lower or paired.higher):
        return sentence(found, rests)
    name, interval = figure(key), paired.difference
    places = digits(key, paired.base_mean, half)
    base, other = value(paired.base_mean, key, places), value(paired.other_mean, key, places)
    if found.verdict == "no-difference":
        told = _("{name}: base {base}, here {other}; no difference that matters.")
        return told.format(name=name, base=base, other=other)
    falls, rises, k_lower, k_higher = _WORDS.get(unit_of(key.indicator, key.family), _COUNT)
    lower = interval.mean < 0
    moves = _(falls if lower else rises).format(base=base, other=other)
    if found.verdict == "not-yet-known":
        if abs(interval.mean) > half:
            told = _("{name}: {moves}; whether by enough to matter is not yet known").format(name=name, moves=moves)
        else:
            told = _("{name}: base {base}, here {other}; which is better is not yet known").format(
                name=name, base=base, other=other
            )
        return _with_needed(found, told)
    count = _(k_lower if lower else k_higher).format(k=paired.lower if lower else paired.higher, n=interval.n)
    return _("{name}: {moves}, {verdict}; {count}; {rests}.").format(
        name=name, moves=moves, verdict=verdict(found), count=count, rests=_rests(rests)
    )


def _unknown(found: Finding, name: str, both: str, moves: str, told: str) -> str:
    """What is not known yet: the direction, or whether the difference is large enough to matter."""
    paired = found.paired
    assert paired is not None
    interval = paired.difference
    if interval.half_width is None:
        return _("{name}: {both}; one replication alone tells nothing.").format(name=name, both=both)
    if abs(interval.mean) > interval.half_width:
        least = size(found.matters, found.figure)
        told = _("{name}: {moves} ({difference}); whether by {least} or more is not yet known").format(
            name=name, moves=moves, difference=told, least=least
        )
    else:
        told = _("{name}: {both}, not yet known which is better ({difference})").format(
            name=name, both=both, difference=told
        )
    return _with_needed(found, told)


def _with_needed(found: Finding, told: str) -> str:
    """A sentence on what is not known, ended with how many replications would tell, where that is worth naming."""
    if found.needed is None or found.needed > WORTH_WAITING_FOR:
        return _("{said}.").format(said=told)
    return _("{said}; about {n} replications would tell.").format(said=told, n=number(found.needed, 0))


def precision_ended(ended: Ended[Aim] | None) -> str:
    """How the precision asked for ended a study, as a further sentence; nothing where none was asked for."""
    if ended is None:
        return ""
    if ended.by == "precision":
        return _(" Ended because everything is as precise as asked for.")
    # Figures have commas in their names.
    unmet = _("; ").join(figure(key) for key in dict.fromkeys(aim.figure for aim in ended.unmet))
    return _(" Ended at the most that was allowed; not as precise as asked for: {unmet}.").format(
        unmet=unmet or _("none, but not confirmed")
    )


def _rests(rests: Rests) -> str:
    """On what a change rests, and what it acts through: a gain may hang on a latency that nobody has measured."""
    own, through, changed = rests
    if own:
        told = ngettext(
            "{n} of the inputs that differ ({of}) is an assumption",
            "{n} of the inputs that differ ({of}) are assumptions",
            own,
        ).format(n=own, of=changed)
    else:
        told = _("the change itself rests on no assumption")
    if not through:
        return told
    more = (
        ngettext("what it acts through rests on {n} more", "what it acts through rests on {n} more", through)
        if own
        else ngettext("what it acts through on {n} assumption", "what it acts through on {n} assumptions", through)
    )
    return _("{told}, {more}").format(told=told, more=more.format(n=through))


def _yuan() -> tuple[float, str]:
    """How money is told, as in `numbers.day`: in units of how many yuan, and what they are called."""
    return (1e4, " 万元") if language() == "zh" else (1e6, " million yuan")


def _money(amount: float, places: int) -> str:
    scale, named = _yuan()
    return f"{number(amount / scale, places)}{named}"


def mean_told(interval: Interval, key: FigureKey) -> str:
    """The mean of a figure with its unit, and ± the half-width where there is one; of a share in percentage points."""
    places = digits(key, interval.mean, interval.half_width)
    told = value(interval.mean, key, places)
    if interval.half_width is None:
        return told
    if unit_of(key.indicator, key.family) == "share":
        return f"{told} ±{number(100.0 * interval.half_width, 1)}"
    return f"{told} ±{value(interval.half_width, key, places)}"
