"""Packages and measures in words: rows of the checklist, and the details of one."""

from __future__ import annotations

from collections.abc import Sequence

from planner.editing import MeasureChoice, PackageChoice
from planner.editing.choosing import Catalogue
from planner.editing.state import Tree
from planner.files.measure import Measure
from planner.i18n import _, labels, names, text
from planner.i18n import measures as words
from planner.i18n.changes import change_told
from planner.tui.widgets.filter_rows import Column, Row, heading, row

MARKS = {"own": "[x]", "base": "[=]", "no": "[ ]"}


def columns() -> tuple[Column, ...]:
    """The columns of the checklist."""
    return (
        Column(most=3, is_mark=True),
        Column(title=_("Measure"), fills=True, most=60, least=20),
        Column(title=_("In force"), most=26),
        Column(title=_("Comes from"), most=24),
        Column(title=_("Costs"), most=30, right=True),
        Column(title=_("Needs"), most=60, from_cells=100),
    )


def rows(packages: Sequence[PackageChoice], measures: Sequence[MeasureChoice], catalogue: Catalogue) -> list[Row]:
    """Packages first, then measures by group."""
    found = [heading(_("Packages")), *(_package(one) for one in packages)] if packages else []
    for group in words.GROUPS:
        own = [one for one in measures if one.measure.group == group]
        if own:
            found.append(heading(labels.label(words.GROUPS, group)))
            found += [_measure(one, catalogue) for one in own]
    return found


def _package(choice: PackageChoice) -> Row:
    package = choice.package
    of = len(package.measures)
    there = len(choice.in_force)
    told = _("in the base") if choice.chosen == "base" else ""
    if choice.chosen == "no" and there:
        told = _("{n} of {of} in force").format(n=there, of=of)
    return row(
        f"package:{package.id}",
        (MARKS[choice.chosen], _style(choice.chosen)),
        (text(package.title), _style(choice.chosen)),
        (told, "muted"),
        (_("{n} measures").format(n=of), "muted"),
        "",
        "",
        also=f"{text(package.description)} {package.title.zh} {package.title.en}",
    )


def _measure(choice: MeasureChoice, catalogue: Catalogue) -> Row:
    measure = choice.measure
    lacking = [text(catalogue.measures[need].title) for need in choice.lacking if need in catalogue.measures]
    state = ("", "muted")
    if choice.chosen == "base":
        state = (_("in the base"), "muted")
    elif choice.through:
        package = catalogue.packages.get(choice.through)
        state = (_("by {package}").format(package=text(package.title) if package else choice.through), "muted")
    if choice.chosen != "no" and lacking:
        state = (_("lacks {measures}").format(measures=names.listed(lacking)), "bad")
    return row(
        f"measure:{measure.id}",
        (MARKS[choice.chosen], _style(choice.chosen)),
        (text(measure.title), _style(choice.chosen)),
        state,
        (_origin(measure), "muted"),
        (words.cost(measure.cost), "muted"),
        (names.listed([_need(need, catalogue) for need in measure.needs]), "muted"),
        also=f"{text(measure.description)} {measure.title.zh} {measure.title.en}",
    )


def _style(chosen: str) -> str:
    return {"own": "good", "base": "muted"}.get(chosen, "")


def _origin(measure: Measure) -> str:
    place = labels.label(words.PLACES, measure.origin.document) if measure.origin.document else ""
    proposal = labels.label(words.DONE, measure.done) if measure.done == "proposal" else ""
    return _(", ").join(filter(None, (place, proposal)))


def _need(need: object, catalogue: Catalogue) -> str:
    if isinstance(need, str):
        return text(catalogue.measures[need].title) if need in catalogue.measures else need
    return text(need)  # type: ignore[arg-type]


def why_fixed(choice: MeasureChoice | PackageChoice) -> str:
    """Why something that is in force in the base cannot be unticked."""
    thing = choice.measure if isinstance(choice, MeasureChoice) else choice.package
    return _("{measure} is in force in the base. To plan without it, start from a base that does not have it.").format(
        measure=text(thing.title)
    )


def details(choice: MeasureChoice | PackageChoice, catalogue: Catalogue, tree: Tree) -> list[str]:
    """One of them, a paragraph a line; the first is its title."""
    if isinstance(choice, PackageChoice):
        package = choice.package
        lines = [text(package.title), text(package.description), "", _("It consists of:")]
        for id in package.measures:
            mark = "[x]" if id in choice.in_force else "[ ]"
            lines.append(f"{mark} {text(catalogue.measures[id].title) if id in catalogue.measures else id}")
    else:
        measure = choice.measure
        lines = [text(measure.title), text(measure.description), "", words.status(measure)]
        if measure.cost is None:
            lines.append(_("What it costs is not documented."))
        lines += [words.from_document(measure)]
        lines += [_("Needs: {what}").format(what=_need(need, catalogue)) for need in measure.needs]
        if choice.chosen != "no":
            lines += [
                _("Not in force, though it is needed: {measure}").format(measure=_need(need, catalogue))
                for need in choice.lacking
            ]
        lines += ["", _("What it does:"), *(f"· {change_told(tree, one, measure.changes)}" for one in measure.changes)]
    if choice.chosen == "base":
        lines += ["", why_fixed(choice)]
    elif isinstance(choice, MeasureChoice) and choice.through and choice.chosen == "own":
        through = catalogue.packages.get(choice.through)
        title = text(through.title) if through else choice.through
        lines += ["", _("It came with the package {package}; unticked, the others of it stay.").format(package=title)]
    return [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
