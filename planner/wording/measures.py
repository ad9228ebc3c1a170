"""The catalogue of reforms in words: groups, documents, and what a change does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.files.measure import (
    AddChange,
    Change,
    ComputeChange,
    Measure,
    MergeChange,
    MoveChange,
    RemoveChange,
    ScaleChange,
    SetChange,
)
from planner.model.scenario import Cost
from planner.wording import labels
from planner.wording.language import N_, _, ngettext, text
from planner.wording.numbers import number

GROUPS: Mapping[str, str] = {
    "staffing": N_("Staffing"),
    "delegation": N_("Delegation"),
    "linkage": N_("Linkage"),
    "platform": N_("Platforms and halls"),
    "incentives": N_("Incentives"),
    "structure": N_("Structure"),
}

DONE: Mapping[str, str] = {"done": N_("done"), "proposal": N_("proposal")}

DOCUMENTS: Mapping[str, str] = {
    "chengdu": N_(
        "Chengdu: management of towns and streets in a large city (China Institutional Reform and Management)"
    ),
    "laiyang": N_("Laiyang: survey of towns and streets after the reform (staffing office of Laiyang, 2023)"),
    "zhangjiagang": N_("Zhangjiagang: a model of grass-roots management reform (2022)"),
    "sichuan": N_("Sichuan: the pilot reform of strong-economy towns (2017)"),
    "weifang": N_("Weifang: a review of its institutional reform (Weifang Daily)"),
}

PLACES: Mapping[str, str] = {
    "chengdu": N_("Chengdu"),
    "laiyang": N_("Laiyang"),
    "zhangjiagang": N_("Zhangjiagang"),
    "sichuan": N_("Sichuan"),
    "weifang": N_("Weifang"),
}
"""The documents by the places they are about."""

COMPUTATIONS: Mapping[str, str] = {
    "finance-follows": N_("contract posts and budgets for the work of the powers that townships hold"),
    "people-follow-tasks": N_("moves of people for the work of the powers that townships hold"),
    "staff-by-load": N_("moves of people between teams, in proportion to their work"),
}


def cost(value: Cost | None) -> str:
    """What a measure costs, where it is known."""
    if value is None:
        return ""
    parts = []
    if value.one_off:
        parts.append(_("{yuan} yuan once").format(yuan=number(value.one_off, 0)))
    if value.yearly:
        parts.append(_("{yuan} yuan a year").format(yuan=number(value.yearly, 0)))
    return _(", ").join(parts)


def status(measure: Measure) -> str:
    """Its group, whether it is done somewhere or proposed, and what it costs where that is known."""
    told = [labels.label(GROUPS, measure.group), labels.label(DONE, measure.done)]
    return _("; ").join(filter(None, (*told, cost(measure.cost))))


def from_document(measure: Measure) -> str:
    """The document it comes from and its words; empty where none is named."""
    if not measure.origin.document:
        return ""
    document = labels.label(DOCUMENTS, measure.origin.document)
    return _("From {document}: “{quote}”").format(document=document, quote=measure.origin.quote.strip("“”"))


def needs(measure: Measure, known: Mapping[str, Measure]) -> list[str]:
    """What it needs in order to work, a line for each: measures by id and title, or words."""
    told = []
    for need in measure.needs:
        if isinstance(need, str):
            title = text(known[need].title) if need in known else ""
            told.append(_("Needs: {what}").format(what=" ".join(filter(None, (need, title)))))
        else:
            told.append(_("Needs: {what}").format(what=text(need)))
    return told


class InFile:
    """The words of what a change states, as they stand in a file; a screen has others."""

    def value(self, path: str, value: Any) -> str:
        """The value that is set at a path."""
        return plain(value)

    def more(self, path: str, value: float) -> str:
        """What is added to the value at a path."""
        return f"{value:+}"

    def share(self, value: float) -> str:
        """A share of something."""
        return plain(value)

    def field(self, path: str, field: str) -> str:
        """A field beside the one at a path."""
        return field

    def merged(self, change: MergeChange) -> str:
        """What is made of the merged ones; empty where that is one of them."""
        return change.into


def change_in_words(change: Change, words: InFile | None = None) -> str:
    """What a change does, and when it is in force. Paths stand as in a file: `*` for all, `@kind` for a kind."""
    return "".join([_what(change, words or InFile()), *_when(change)])


def _what(change: Change, words: InFile) -> str:
    match change:
        case SetChange(set=path, value=value):
            return f"{path} = {words.value(path, value)}"
        case ScaleChange(scale=path, by=by):
            return f"{path} × {plain(by)}"
        case AddChange():
            return _added(change, words)
        case MoveChange():
            return _moved(change, words)
        case MergeChange():
            return _merged(change, words)
        case RemoveChange(remove=path):
            return _("{path} is removed").format(path=path)
        case ComputeChange(compute=name):
            return _("computed when it is applied: {what}").format(what=labels.label(COMPUTATIONS, name))


def _added(change: AddChange, words: InFile) -> str:
    path = change.add
    if change.total is not None:
        told = _("{path} {total} in all").format(path=path, total=f"{change.total:+,}")
        if change.in_proportion_to:
            told += _(", in proportion to {field}").format(field=words.field(path, change.in_proportion_to))
        return told
    if isinstance(change.value, dict | list | str):
        return _("{path} with {value}").format(path=path, value=words.value(path, change.value))
    told = f"{path} {words.more(path, change.value)}"
    if change.up_to is None:
        return told
    if change.of:
        limit, field = words.share(change.up_to), words.field(path, change.of)
        return told + _(", up to {limit} of {field}").format(limit=limit, field=field)
    return told + _(", up to {limit}").format(limit=words.value(path, change.up_to))


def _moved(change: MoveChange, words: InFile) -> str:
    told = ngettext("{n} person from {origin} to {target}", "{n} people from {origin} to {target}", change.move)
    told = told.format(n=number(change.move, 0), origin=change.from_, target=change.to)
    if change.certified is not None:
        told += _(", {n} of them certified").format(n=change.certified)
    if change.within_each:
        told += _(", in each township by itself")
    if change.in_proportion_to:
        told += _(", in proportion to {field}").format(field=words.field(change.to, change.in_proportion_to))
    return told


def _merged(change: MergeChange, words: InFile) -> str:
    merged = _(", ").join(change.merge)
    if change.groups_of:
        told = _("{merged} become one in groups of {n}").format(merged=merged, n=change.groups_of)
    else:
        told = _("{merged} become one").format(merged=merged)
    if into := words.merged(change):
        told += f" → {into}"
    if change.smallest is not None:
        told += _(", the least populous {share} of them").format(share=words.share(change.smallest))
    if change.saves:
        told += ngettext(
            ", {n} leadership post saved with each", ", {n} leadership posts saved with each", change.saves
        ).format(n=change.saves)
    return told


def _when(change: Change) -> list[str]:
    told = []
    if change.after_days:
        told.append(ngettext(", after {n} day", ", after {n} days", change.after_days).format(n=change.after_days))
    if change.for_days:
        told.append(ngettext(", for {n} day", ", for {n} days", change.for_days).format(n=number(change.for_days, 0)))
    if change.every_days:
        told.append(
            ngettext(", again every {n} day", ", again every {n} days", change.every_days).format(n=change.every_days)
        )
    if change.during_surges:
        told.append(_(", while a surge lasts ({family})").format(family=labels.family(change.during_surges)))
    return told


def plain(value: Any) -> str:
    """A value as it stands in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {plain(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return ", ".join(plain(one) for one in value)
    return f"{value:,.12g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
