"""The findings of the load check (承接评估) as sentences."""

from __future__ import annotations

from planner.i18n.language import _, ngettext
from planner.i18n.numbers import number, percent
from planner.load import Headline, LoadCheck


def headline(found: Headline) -> str:
    """The county in one sentence: powers, certified officers, and in how many units they make a crew."""
    if not found.items:
        return _("No power that takes certified officers is held by a township.")
    powers = ngettext("{n} power is delegated", "{n} powers are delegated", found.items).format(
        n=number(found.items, 0)
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
    short = sum(max(team.short, team.certified_short) for team in check.overloaded)
    teams = ngettext(
        "{n} team has more work than {limit} of its hours", "{n} teams have more work than {limit} of their hours", n
    ).format(n=n, limit=limit)
    people = ngettext("{n} person short", "{n} people short", short).format(n=number(short, 0))
    return _("{teams}; {people} in all.").format(teams=teams, people=people)
