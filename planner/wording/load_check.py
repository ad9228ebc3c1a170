"""The findings of the load check (承接评估) as sentences."""

from __future__ import annotations

from collections.abc import Callable

from planner.model.scenario import Source
from planner.wording.labels import TAGS, label
from planner.wording.language import _, ngettext, text
from planner.wording.numbers import number, percent
from planner.workload import Headline, LoadCheck, TeamLoad


def headline(found: Headline) -> str:
    """The county in one sentence: powers, certified officers, and in how many units they make a crew."""
    if not found.items:
        return _("No power that takes certified officers is held by a township.")
    powers = ngettext("{n} power is delegated", "{n} powers are delegated", found.items).format(
        n=number(found.items, 0)
    )
    if found.items_held < found.items * found.townships:
        # Some are taken back somewhere: that a list of so many is delegated would be said of every township.
        powers = _("{powers}, but not everywhere: {holding} of {units} townships hold {mean} each on average").format(
            powers=powers,
            holding=found.townships_holding,
            units=found.townships,
            mean=number(found.items_held / found.townships_holding, 0),
        )
    officers = ngettext("{n} certified officer", "{n} certified officers", found.certified_officers).format(
        n=number(found.certified_officers, 0)
    )
    each = _("two to a case") if found.crew == 2 else _("{n} to a case").format(n=found.crew)
    able = ngettext(
        "at most {able} of {units} township can form a crew",
        "at most {able} of {units} townships can form a crew",
        found.townships,
    ).format(able=found.townships_able_at_most, units=found.townships)
    return _("{powers}; {officers}, {each} → {able}.").format(powers=powers, officers=officers, each=each, able=able)


def beside_headline(found: Headline) -> list[str]:
    """What the headline leaves out: other powers, and the officers' present places."""
    sentences = []
    if found.items and found.townships_able < found.townships_able_at_most:
        sentences.append(_("As the officers are placed now, {n} can.").format(n=found.townships_able))
    if found.other_items:
        sentences.append(
            ngettext(
                "Besides, {n} power that takes no certified officer is delegated.",
                "Besides, {n} powers that take no certified officer are delegated.",
                found.other_items,
            ).format(n=number(found.other_items, 0))
        )
    return sentences


def overload(check: LoadCheck) -> str:
    """How many teams have more work than the limit allows, and how many people they are short of."""
    n = len(check.overloaded)
    limit = percent(check.limit, 0)
    if not n:
        return _("No team has more work than {limit} of its hours.").format(limit=limit)
    teams = ngettext(
        "{n} team has more work than {limit} of its hours", "{n} teams have more work than {limit} of their hours", n
    ).format(n=n, limit=limit)
    return _("{teams}; {people} in all.").format(teams=teams, people=_people_short(check))


def _people_short(check: LoadCheck) -> str:
    short = sum(max(team.short, team.certified_short) for team in check.overloaded)
    return ngettext("{n} person short", "{n} people short", short).format(n=number(short, 0))


def where_certified(find: Callable[[str], Source | None], check: LoadCheck) -> list[str]:
    """What is said of the numbers of certified officers that the headline rests on; `find` gives sources by path."""
    teams = {power.team: None for power in check.powers if power.team is not None and power.certified}
    sources = {find(f"{key}.certified"): None for key in teams}
    said = ((source.tag, text(source.note)) for source in sources if source is not None and text(source.note))
    return [
        _("Certified officers ({tag}): {note}.").format(tag=label(TAGS, tag), note=note)
        for tag, note in dict.fromkeys(said)
    ]


def load(value: float | None) -> str:
    """A load; None where nobody is there to take the work."""
    return _("nobody there") if value is None else percent(value, 0)


def team_load(name: str, team: TeamLoad, limit: float) -> str:
    """One team: its load, and whether it can take its work."""
    if team.load is None or (team.certified_offered_hours and team.certified_load is None and not team.is_above(limit)):
        return _("{team}: nobody there").format(team=name)
    told = _("{team}: load {load}").format(team=name, load=percent(team.load, 0))
    if not team.is_above(limit):
        return told
    if team.load <= limit:
        if team.certified_load is None:
            return _("{team}: nobody with a certificate").format(team=name)
        told = _("{team}: load of the certified {load}").format(team=name, load=percent(team.certified_load, 0))
    return _("{told}, {verdict}").format(told=told, verdict=verdict(team, limit))


def verdict(team: TeamLoad, limit: float) -> str:
    """Of a load above the limit: below all of the hours it is no more than almost full; of any other nothing."""
    if not team.is_above(limit):
        return ""
    return _("almost full") if _fits(team) else _("too much")


def _fits(team: TeamLoad) -> bool:
    hours = ((team.offered_hours, team.available_hours), (team.certified_offered_hours, team.certified_available_hours))
    return all(offered <= available for offered, available in hours)


def crews(found: Headline) -> str:
    """In how many townships a crew can be formed, in few words."""
    if not found.items:
        return _("no power that takes certified officers is delegated")
    return _("crews in at most {able} of {units} townships").format(
        able=found.townships_able_at_most, units=found.townships
    )


def usable(check: LoadCheck) -> str:
    """How many of the powers that townships hold can be used, each township counted."""
    held = len(check.powers)
    return _("{usable} of {held} powers held can be used").format(
        usable=number(held - len(check.unusable), 0), held=number(held, 0)
    )


def too_much(check: LoadCheck) -> str:
    """How many teams have too much work or are almost full, and how many people they are short of, in few words."""
    full = sum(_fits(team) for team in check.overloaded)
    over = len(check.overloaded) - full
    if not over and not full:
        return _("no team is overloaded")
    if over:
        told = ngettext("{n} team overloaded", "{n} teams overloaded", over).format(n=over)
        if full:
            told = _("{told}, {n} almost full").format(told=told, n=full)
    else:
        told = ngettext("{n} team almost full", "{n} teams almost full", full).format(n=full)
    return _("{told}, {people}").format(told=told, people=_people_short(check))
