"""The lists of Home: its four rows, places, drafts and recent studies; the arrow keys go from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.model.text import visible
from planner.wording import N_, _, language, ngettext
from planner.wording.cells import fit, width

if TYPE_CHECKING:
    from pathlib import Path

    from planner.editing import Draft
    from planner.files.shipped import Place
    from planner.tui.screens.home.example import Figures, Four
    from planner.tui.screens.home.ways import KeptStudy


class ChainedList(OptionList):
    """A list whose arrow keys lead out of it, to the list before or after it on the screen."""

    def _neighbour(self, step: int) -> ChainedList | None:
        chain = [one for one in self.screen.query(ChainedList) if one is self or (one.display and _enabled(one))]
        place = chain.index(self) + step
        return chain[place] if 0 <= place < len(chain) else None

    def on_focus(self) -> None:
        """Tab comes here too: then Enter needs a row."""
        if self.highlighted is None:
            self.mark_first()

    def mark_first(self) -> None:
        """The cursor on the first row that can be opened."""
        if enabled := _enabled(self):
            self.highlighted = enabled[0]

    def leave(self) -> None:
        """The last row is gone: the cursor goes to the list after this one, or before it."""
        if other := self._neighbour(1) or self._neighbour(-1):
            self.screen.set_focus(other)
            other.mark_first()

    def action_cursor_down(self) -> None:
        """To the next row, or into the next list."""
        enabled = _enabled(self)
        if (not enabled or self.highlighted == enabled[-1]) and (other := self._neighbour(1)) is not None:
            # At once: the next key must find it there already.
            self.screen.set_focus(other)
            other.highlighted = _enabled(other)[0]
        elif enabled and self.highlighted != enabled[-1]:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """To the row above, or into the list before."""
        enabled = _enabled(self)
        if (not enabled or self.highlighted == enabled[0]) and (other := self._neighbour(-1)) is not None:
            # At once: the next key must find it there already.
            self.screen.set_focus(other)
            other.highlighted = _enabled(other)[-1]
        elif enabled and self.highlighted != enabled[0]:
            super().action_cursor_up()


def _enabled(rows: OptionList) -> list[int]:
    return [place for place in range(rows.option_count) if not rows.get_option_at_index(place).disabled]


LABELS = (
    N_("As it is"),
    N_("Certify those posted"),
    N_("Joint pool of 12"),
    N_("Recall and whistle"),
)
COLUMNS = (N_("Closed in"), N_("Overdue"), N_("Depts"), N_("People"), N_("Yuan/year"))
LEAST = (10, 8, 8, 7, 10)
"""Cells that each column takes at least."""
WIDEST_LABEL = 44


def _right(text: str, cells: int) -> str:
    return fit(" " * max(0, cells - width(text)) + text, cells)


class RowsHead(Static):
    """The names of the columns."""


class FourRows(ChainedList):
    """As it is, and three ways on; Enter opens the comparison."""

    def __init__(self) -> None:
        super().__init__(*(Option("", id=str(place)) for place in range(len(LABELS))), id="four", markup=False)
        self._four: Four | None = None
        self._figures: Figures | None = None

    def help_text(self) -> str:
        """What F1 says about this list."""
        return _(
            "Laiyang as it is and three ways on, simulated for a year: the posted officers certified; twelve officers "
            "of departments in a joint pool; powers that are not used taken back, and departments whistled. Closed in: "
            "the mean of enforcement cases, in working days. Overdue: those past their deadline at the end. Depts: the "
            "work of departments against their hours. Grey figures are not precise yet. Enter opens the comparison."
        )

    def show(self, four: Four | None = None, figures: Figures | None = None) -> None:
        """Take over what is new."""
        self._four = four or self._four
        self._figures = figures or self._figures
        self.say_again()

    def on_mount(self) -> None:
        """The labels, before anything is known."""
        self.highlighted = 0

    def on_resize(self, event: Resize) -> None:
        """Columns follow the width."""
        self.say_again()

    def say_again(self) -> None:
        """Write head and rows anew."""
        cells = self.content_size.width - 2
        if cells < 20:
            return
        columns = [max(width(_(name)), least) for name, least in zip(COLUMNS, LEAST, strict=True)]
        wanted = max(width(_(name)) for name in LABELS)
        while columns and sum(columns) + 2 * len(columns) > cells - wanted:
            columns.pop()
        label = min(cells - sum(columns) - 2 * len(columns), WIDEST_LABEL)
        head = " " * label + "".join("  " + _right(_(name), size) for name, size in zip(COLUMNS, columns, strict=False))
        self.screen.query_one(RowsHead).update(Text(head, no_wrap=True))
        for place, name in enumerate(LABELS):
            row = Text(fit(_(name), label), no_wrap=True, end="")
            for (told, style), size in zip(self._cells(place), columns, strict=False):
                row.append("  ").append(_right(told, size), style)
            self.replace_option_prompt(str(place), row)

    def _cells(self, place: int) -> list[tuple[str, str]]:
        cells = [("…", "dim"), ("…", "dim")]
        if self._figures is not None:
            cells = self._figures.cells(place)
        if self._four is None:
            return [*cells, ("…", "dim"), ("…", "dim"), ("…", "dim")]
        from planner.wording.numbers import number, percent

        row = self._four.rows[place]
        load = "–" if row.department_load is None else percent(row.department_load, 0)
        posts = number(row.posts, 0) + (f" {row.more_posts:+d}" if row.more_posts else "")
        if place == 0:
            cost = "–"
        elif row.yearly is None:
            cost = _("pay as now")
        else:
            cost = _("{n}0,000 yuan").format(n=number(row.yearly / 10_000, 0))
        return [*cells, (load, ""), (posts, ""), (cost, "")]


def moment(at: datetime) -> str:
    """A day and a time, short, on the clock of this machine."""
    here = at.astimezone()
    if language() == "zh":
        return f"{here.month}月{here.day}日 {here:%H:%M}"
    return f"{here.day} {here:%b %H:%M}"


class TitledList(Vertical):
    """A list under a title; without rows a sentence says so."""

    def __init__(self, id: str) -> None:
        super().__init__(id=f"way-{id}", classes="way")
        self._list_id = id

    def title(self) -> str:
        """What the list is of."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The title, and the list below it."""
        yield Static(self.title(), classes="way-title", markup=False)
        yield ChainedList(id=self._list_id, markup=False)

    @property
    def rows(self) -> ChainedList:
        """The list below the title."""
        return self.query_one(ChainedList)

    def fill(self, options: Sequence[Option], nothing: str) -> None:
        """Other rows; what was marked stays marked where it is still there."""
        rows = self.rows
        marked = rows.highlighted_option.id if rows.highlighted_option is not None else None
        rows.clear_options()
        rows.add_options(options or [Option(Text(nothing, style="dim"), disabled=True)])
        ids = [option.id for option in options]
        if marked is not None and marked in ids:
            rows.highlighted = ids.index(marked)
        elif self.screen.focused is rows:
            rows.mark_first() if options else rows.leave()

    @property
    def _marked_id(self) -> str | None:
        option = self.rows.highlighted_option
        return None if option is None else option.id


class PlacesList(TitledList):
    """Places with scenarios, and what comes later."""

    def __init__(self) -> None:
        super().__init__("places")
        self.places: tuple[Place, ...] = ()

    def title(self) -> str:
        """What the list is of."""
        return _("Open a place")

    def help_text(self) -> str:
        """What F1 says about this list."""
        return _("Counties that have been described from their documents. Enter shows the scenarios of one.")

    def show(self, places: Sequence[Place]) -> None:
        """Fill the list, one row for each."""
        self.places = tuple(places)
        options = []
        for place in places:
            row = Text(place.title.in_language(language()))
            n = len(place.files)
            if n > 1:
                row.append("  " + ngettext("{n} scenario", "{n} scenarios", n).format(n=n), "dim")
            options.append(Option(row, id=f"place-{place.id}"))
        options.append(Option(_("A file from elsewhere …"), id="elsewhere"))
        self.fill(options, "")

    def by_id(self, id: str) -> Place | None:
        """The place of a row."""
        return next((place for place in self.places if id == f"place-{place.id}"), None)


UNREADABLE = "unreadable"
"""The row of the drafts that cannot be read."""


class DraftsList(TitledList):
    """What was being changed and is not saved."""

    def __init__(self) -> None:
        super().__init__("drafts")
        self.drafts: tuple[Draft, ...] = ()

    def title(self) -> str:
        """What the list is of."""
        return _("Continue a draft")

    def help_text(self) -> str:
        """What F1 says about this list."""
        return _("Changes that were not saved when the program or the machine stopped. Enter goes on with one.")

    def show(self, drafts: Sequence[Draft], unreadable: int = 0, titles: Mapping[Path, str] | None = None) -> None:
        """Fill it; a row says how many drafts there are that cannot be read. `titles` are those of scenario files."""
        self.drafts = tuple(drafts)
        options = []
        for draft in drafts:
            name = visible(f"{draft.home.parent.name}/{draft.home.name}")
            if draft.base is not None and titles and draft.base in titles:
                name = _("new what-if on {base}").format(base=titles[draft.base])
            elif draft.file is None:
                name = _("new what-if {name}").format(name=name)
            told = [
                ngettext("{n} change", "{n} changes", draft.commands).format(n=draft.commands),
                moment(draft.changed),
            ]
            if draft.damaged:
                told.append(_("its end is damaged"))
            if draft.in_use:
                told.append(_("open now"))
            row = Text.assemble(name, ("  " + _(", ").join(told), "dim"))
            options.append(Option(row, id=f"draft-{draft.path.name}"))
        if unreadable:
            trouble = ngettext("{n} draft cannot be read", "{n} drafts cannot be read", unreadable).format(n=unreadable)
            where = _("Enter says where it lies") if unreadable == 1 else _("Enter says where they lie")
            options.append(Option(Text.assemble((trouble, "yellow"), (f"  {where}", "dim")), id=UNREADABLE))
        self.fill(options, _("None: everything is saved."))

    def by_id(self, id: str) -> Draft | None:
        """The draft of a row."""
        return next((draft for draft in self.drafts if id == f"draft-{draft.path.name}"), None)

    @property
    def marked(self) -> Draft | None:
        """The draft that is marked."""
        return self.by_id(self._marked_id or "")


class RecentList(TitledList):
    """The newest studies in the store."""

    def __init__(self) -> None:
        super().__init__("recent")
        self.studies: tuple[KeptStudy, ...] = ()

    def title(self) -> str:
        """What the list is of."""
        return _("Recent studies")

    def help_text(self) -> str:
        """What F1 says about this list."""
        return _("Comparisons and runs in the store, the newest first, also those begun in a shell. Enter opens one.")

    def show(self, studies: Sequence[KeptStudy]) -> None:
        """Fill the list, one row for each."""
        self.studies = tuple(studies)
        options = []
        for study in studies:
            titles = [title.in_language(language()) for title in study.titles]
            name, others = " · ".join(titles), len(titles) - 1
            if others > 1:
                name = titles[0] + ngettext(" and {n} more", " and {n} others", others).format(n=others)
            far = (
                _("complete")
                if study.complete
                else _("{finished} of {asked}").format(finished=study.finished, asked=study.asked)
            )
            row = Text.assemble(name, (f"  {far}  {moment(study.created)}", "dim"))
            options.append(Option(row, id=f"study-{study.id}"))
        self.fill(options, _("None yet."))

    def by_id(self, id: str) -> KeptStudy | None:
        """The study of a row."""
        return next((study for study in self.studies if id == f"study-{study.id}"), None)

    @property
    def marked(self) -> KeptStudy | None:
        """The study that is marked."""
        return self.by_id(self._marked_id or "")
