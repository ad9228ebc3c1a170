"""Packages and measures as a checklist: where each comes from, what it costs and needs; details behind Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from planner.editing import Document, EditRefused, MeasureChoice, PackageChoice
from planner.editing.measure_choices import Catalogue
from planner.editing.state import Tree
from planner.errors import PlannerError
from planner.files.measure import Measure
from planner.tui.screens.scenario.parts import DocumentView, Edited, Refused
from planner.tui.screens.scenario.questions import Details
from planner.tui.widgets.filter_list import FilterList, ListColumn, ListRow, heading, row
from planner.tui.widgets.words import Words
from planner.wording import _, labels, names, text
from planner.wording import measures as words
from planner.wording.changes import change_told

if TYPE_CHECKING:
    from planner.editing import State
    from planner.editing.measure_choices import Catalogue


MARKS = {"own": "[x]", "base": "[=]", "no": "[ ]"}


def checklist_columns() -> tuple[ListColumn, ...]:
    """The columns of the checklist."""
    return (
        ListColumn(most=3, is_mark=True),
        ListColumn(title=_("Measure"), fills=True, most=60, least=20),
        ListColumn(title=_("In force"), most=26),
        ListColumn(title=_("Comes from"), most=24),
        ListColumn(title=_("Costs"), most=30, right=True),
        ListColumn(title=_("Needs"), most=60, from_cells=100),
    )


def checklist_rows(
    packages: Sequence[PackageChoice], measures: Sequence[MeasureChoice], catalogue: Catalogue
) -> list[ListRow]:
    """Packages first, then measures by group."""
    found = [heading(_("Packages")), *(_package(one) for one in packages)] if packages else []
    for group in words.GROUPS:
        own = [one for one in measures if one.measure.group == group]
        if own:
            found.append(heading(labels.label(words.GROUPS, group)))
            found += [_measure(one, catalogue) for one in own]
    return found


def _package(choice: PackageChoice) -> ListRow:
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


def _measure(choice: MeasureChoice, catalogue: Catalogue) -> ListRow:
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


def measure_details(choice: MeasureChoice | PackageChoice, catalogue: Catalogue, tree: Tree) -> list[str]:
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


BESIDE = 130
"""Cells from which the details stand beside the list."""


class MeasuresView(DocumentView):
    """The checklist of measures and packages, and beside it what the marked one does."""

    DEFAULT_CSS = """
    MeasuresView { height: 1fr; }
    MeasuresView #measures-beside { width: 46; padding: 0 1; background: $surface; display: none; }
    MeasuresView.-wide #measures-beside { display: block; }
    """

    def __init__(self, document: Document, **given: Any) -> None:
        super().__init__(document, **given)
        self._catalogue: Catalogue | None = None
        self._state: State | None = None
        self._choices: dict[str, MeasureChoice | PackageChoice] = {}

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "Space chooses a package or a measure, or no longer; Enter explains it. What you type filters the list. "
            "[=] is in force in the base: only the base can leave it out."
        )

    def compose(self) -> ComposeResult:
        """The list, and beside it the details where there is room."""
        with Horizontal():
            yield FilterList(id="measures-list", nothing=_("Reading the measures …"))
            with VerticalScroll(id="measures-beside", can_focus=False):
                yield Words(id="measures-details")

    @property
    def rows(self) -> FilterList:
        """The list of measures and packages."""
        return self.query_one("#measures-list", FilterList)

    def refresh_from(self, state: State) -> None:
        """Show what is in force now."""
        try:
            catalogue = self.document.catalogue
        except PlannerError as error:
            self.rows.nothing = _("The measures cannot be read.")
            self.rows.show(())
            self.post_message(Refused(error.problems))
            return
        self._catalogue, self._state = catalogue, state
        packages, measures = self.document.packages(state), self.document.measures(state)
        self._choices = {f"package:{one.package.id}": one for one in packages}
        self._choices |= {f"measure:{one.measure.id}": one for one in measures}
        self.rows.show(checklist_rows(packages, measures, catalogue), checklist_columns())
        self._tell()

    def _tell(self) -> None:
        details = self.query_one("#measures-details", Words)
        choice = self._choices.get(self.rows.marked)
        details.update(
            "\n".join(measure_details(choice, self._catalogue, self._state.tree))
            if choice and self._catalogue and self._state
            else ""
        )

    def on_resize(self, event: events.Resize) -> None:
        """Details beside the list only where there is room for both."""
        self.set_class(event.size.width >= BESIDE, "-wide")

    def on_filter_list_highlighted(self, event: FilterList.Highlighted) -> None:
        """Another row is marked: what it does stands beside the list."""
        event.stop()
        if type(event) is FilterList.Highlighted:
            self._tell()

    def on_filter_list_pressed(self, event: FilterList.Pressed) -> None:
        """Choose it, or no longer."""
        event.stop()
        self.toggle(event.id)

    def on_filter_list_removed(self, event: FilterList.Removed) -> None:
        """Choose it no longer."""
        event.stop()
        choice = self._choices.get(event.id)
        if choice is not None and choice.chosen != "no":
            self.toggle(event.id)

    def toggle(self, id: str) -> None:
        """Choose a measure or package that is not in force, and no longer one that is."""
        choice = self._choices.get(id)
        if choice is None:
            return
        name = id.partition(":")[2]
        if choice.chosen == "base":
            self.app.notify(why_fixed(choice), severity="warning", markup=False)
            return
        try:
            command = self.document.unchoose(name) if choice.chosen == "own" else self.document.choose(name)
        except EditRefused as refused:
            self.post_message(Refused(refused.problems))
        else:
            self.post_message(Edited(command))

    @work(exclusive=True, group="details")
    async def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """What it is, where it comes from, and what it does."""
        event.stop()
        choice, catalogue = self._choices.get(event.id), self._catalogue
        if choice is None or catalogue is None or self._state is None:
            return
        lines = measure_details(choice, catalogue, self._state.tree)
        answers = [("close", _("Close"))]
        if choice.chosen != "base":
            told = _("No longer choose it") if choice.chosen == "own" else _("Choose it")
            answers.append(("toggle", told))
        answer = await self.app.push_screen_wait(Details(lines[0], answers, "\n".join(lines[1:])))
        if answer == "toggle":
            self.toggle(event.id)

    def go_to(self, path: str) -> bool:
        """The list stands for all that is wrong with the names of measures."""
        if path.partition(".")[0] != "measures":
            return False
        self.rows.focus()
        return True
