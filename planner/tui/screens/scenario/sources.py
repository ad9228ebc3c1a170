"""Sources and assumptions: every value that is stated, where it comes from, and the dialog that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button, Input, Label
from textual.worker import get_current_worker

from planner.editing import EditRefused
from planner.model.scenario import Source, Tag
from planner.model.text import Text
from planner.tui.frame.dialogs import FieldsDialog
from planner.tui.screens.scenario.parts import DocumentView, Edited, GoTo, Refused
from planner.tui.screens.scenario.questions import Details
from planner.tui.widgets.controls import Segments, Tools
from planner.tui.widgets.filter_list import FilterList, ListColumn, ListRow, row
from planner.wording import N_, _, fields, labels, names, ngettext, text
from planner.wording.commands import where
from planner.wording.measures import plain
from planner.wording.numbers import number, percent

if TYPE_CHECKING:
    from planner.editing import Document, State
    from planner.editing.fields import Sourced
    from planner.tui.widgets.filter_list import ListRow


WHICH = {"assumption": N_("assumptions"), "own": N_("stated here"), "all": N_("all")}

STATED_BY = {
    "default": N_("the model's default"),
    "base": N_("stated by the base"),
    "own": N_("stated here"),
    "measure": N_("by a measure"),
    "timeline": N_("by the timeline"),
}


def value_columns() -> tuple[ListColumn, ...]:
    """The columns of the list."""
    return (
        ListColumn(title=_("Value of"), fills=True, most=90, least=24),
        ListColumn(title=_("Value"), most=22, right=True),
        ListColumn(title=_("Rests on"), most=12),
        ListColumn(title=_("Stated"), most=20, from_cells=100),
        ListColumn(title=_("Source"), most=60, from_cells=120),
    )


def value_rows(state: State, values: Mapping[str, Sourced], which: str) -> list[ListRow]:
    """The values of one sort, by their ids."""
    return [_row(state, id, value) for id, value in values.items() if _is(value, which)]


def _is(value: Sourced, which: str) -> bool:
    if which == "own":
        return value.by in ("own", "timeline")
    if which == "assumption":
        # Names and choices of which nothing is said are no estimates; that holidays are as the law has them is one.
        estimate = isinstance(value.value, int | float) or (value.path, value.value) == ("calendar.beyond", "repeat")
        return value.tag == "assumption" and (value.source is not None or estimate)
    return True


def _row(state: State, id: str, value: Sourced) -> ListRow:
    source = value.source
    said = _(": ").join(part for part in (source.source, text(source.note)) if part) if source else ""
    return row(
        id,
        value_place(state, value),
        sourced_told(state, value),
        (labels.label(labels.TAGS, value.tag), "changed" if value.tag == "assumption" else "good"),
        (_(STATED_BY[value.by]), "muted"),
        (said, "muted"),
        also=value.path,
    )


def value_place(state: State, value: Sourced) -> str:
    """Where it stands, in words; values that several townships have in common say how many."""
    said = where(state.tree, value.path)
    if value.places == 1:
        return said
    many = ngettext("{n} township", "{n} townships", value.places).format(n=value.places)
    if value.path.startswith("townships."):
        _first, _arrow, rest = said.partition(" › ")
        return f"{many} › {rest}"
    return _("{place} ({townships})").format(place=said, townships=many)


def sourced_told(state: State, value: Sourced) -> str:
    """The value with its unit."""
    given: Any = value.value
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if isinstance(given, int | float):
        if value.unit == "share":
            return percent(given, 1 if given * 100 % 1 else 0)
        figure = number(given, 0) if isinstance(given, int) else f"{given:,.6g}"
        return f"{figure} {labels.unit(value.unit)}".strip()
    if isinstance(given, list):
        return names.listed([_choice(state, value, one) for one in given])
    return _choice(state, value, given)


def _choice(state: State, value: Sourced, given: Any) -> str:
    return fields.choice(state.tree, value.path, given) if isinstance(given, str) else plain(given)


def value_details(state: State, value: Sourced) -> list[str]:
    """All that is said of a value."""
    lines = [value_place(state, value), f"{sourced_told(state, value)}  ·  {_(STATED_BY[value.by])}", ""]
    tag = labels.label(labels.TAGS, value.tag)
    if value.source is None:
        lines.append(_("Nothing is said about where it comes from, which makes it an assumption."))
    else:
        lines.append(_("Rests on: {tag}").format(tag=tag))
        lines += [part for part in (value.source.source, text(value.source.note)) if part]
    return [*lines, "", value.path]


class SourceDialog(FieldsDialog[Source]):
    """Gives the source, or None."""

    AUTO_FOCUS = "Segments"
    DEFAULT_CSS = """
    SourceDialog > .dialog { width: 90%; max-width: 100; }
    SourceDialog Segments { margin: 0 0 1 0; }
    SourceDialog Input { margin: 0 0 1 0; height: 1; background: $panel; }
    """

    def __init__(self, place: str, source: Source | None) -> None:
        super().__init__(_("Source of {place}").format(place=place))
        self._source = source or Source(tag="assumption")

    def content(self) -> ComposeResult:
        """The tag as a choice, and three fields."""
        tags = [(tag, labels.label(labels.TAGS, tag)) for tag in get_args(Tag)]
        yield Segments(tags, self._source.tag, id="source-tag")
        yield Label(_("Document, page or survey"))
        yield Input(self._source.source, id="source-source", select_on_focus=False, compact=True)
        yield Label(_("Note in Chinese: quote or arithmetic"))
        yield Input(self._source.note.zh, id="source-zh", select_on_focus=False, compact=True)
        yield Label(_("Note in English"))
        yield Input(self._source.note.en, id="source-en", select_on_focus=False, compact=True)
        yield from self.answers()

    def done(self) -> None:
        """Give the source as it is filled in."""
        tag: Tag = self.query_one("#source-tag", Segments).value  # type: ignore[assignment]
        words = {id: self.query_one(f"#source-{id}", Input).value.strip() for id in ("source", "zh", "en")}
        self.dismiss(Source(tag=tag, source=words["source"], note=Text(words["zh"], words["en"])))


class SourcesView(DocumentView):
    """The list; Enter says more of a value, and leads to its field or its source."""

    DEFAULT_CSS = """
    SourcesView { height: 1fr; layout: vertical; }
    SourcesView .view-tools > * { margin: 0 2 0 0; }
    """

    def __init__(self, document: Document, **given: Any) -> None:
        super().__init__(document, **given)
        self.state: State | None = None
        self._values: dict[str, Sourced] = {}
        self._rows: dict[str, list[ListRow]] = {}

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "What the plan rests on. Values that nobody has documented are assumptions: replace them with your own "
            "data where you can, and say where it comes from. Enter leads to the field, or to its source."
        )

    def compose(self) -> ComposeResult:
        """Which values, and the list."""
        with Tools(classes="view-tools"):
            yield Segments([(id, _(told)) for id, told in WHICH.items()], id="sources-which")
            yield Button(_("Edit the source"), name="source", compact=True)
        yield FilterList(value_columns(), nothing=_("Gathering the values …"), id="sources-list")

    @property
    def rows(self) -> FilterList:
        """The list of values."""
        return self.query_one("#sources-list", FilterList)

    def refresh_from(self, state: State) -> None:
        """Gather the values in a thread: there are many."""
        self.state = state
        self._gather(state)

    @work(thread=True, exit_on_error=False, exclusive=True, group="sources")
    def _gather(self, state: State) -> None:
        from planner.editing.fields import sourced

        worker = get_current_worker()
        values = {f"{place}": value for place, value in enumerate(sourced(state))}
        rows = {which: value_rows(state, values, which) for which in WHICH}
        if not worker.is_cancelled:
            self.app.call_from_thread(self._gathered, values, rows)

    def _gathered(self, values: dict[str, Sourced], rows: dict[str, list[ListRow]]) -> None:
        self._values, self._rows = values, rows
        self._show()

    def _show(self) -> None:
        which = self.query_one("#sources-which", Segments).value
        self.rows.nothing = _("There are none.") if self._rows else _("Gathering the values …")
        self.rows.show(self._rows.get(which, ()), value_columns())

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """Other values are chosen: the list shows them."""
        event.stop()
        self._show()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The source of the marked value."""
        event.stop()
        if self.rows.marked in self._values:
            self._edit(self._values[self.rows.marked])

    @work(exclusive=True, group="details")
    async def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """All that is said of a value."""
        event.stop()
        value = self._values.get(event.id)
        if value is None or self.state is None:
            return
        lines = value_details(self.state, value)
        answers = [("go", _("Go to the field")), ("edit", _("Edit the source")), ("close", _("Close"))]
        answer = await self.app.push_screen_wait(Details(lines[0], answers, "\n".join(lines[1:])))
        if answer == "go":
            self.post_message(GoTo(value.path))
        elif answer == "edit":
            self._edit(value)

    @work(exclusive=True, group="source")
    async def _edit(self, value: Sourced) -> None:

        if self.state is None:
            return
        source = await self.app.push_screen_wait(SourceDialog(value_place(self.state, value), value.source))
        if source is None:
            return
        try:
            command = self.document.set_source(value.path, source)
        except EditRefused as refused:
            self.post_message(Refused(refused.problems))
        else:
            self.post_message(Edited(command))
