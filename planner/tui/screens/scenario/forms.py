"""Parts of the screen that are forms of one or two places: linkage and platform, demand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from planner.i18n import N_, _, fields, names, ngettext
from planner.tui.screens.scenario import structure
from planner.tui.screens.scenario.form import FormView
from planner.tui.screens.scenario.messages import GoTo
from planner.tui.screens.scenario.view import DocumentView
from planner.tui.widgets.segments import Segments
from planner.tui.widgets.words import Words

if TYPE_CHECKING:
    from planner.editing import State


class _Forms(DocumentView):
    """The form of a place; where there are several, one chooses between them."""

    DEFAULT_CSS = """
    _Forms { height: 1fr; layout: vertical; }
    _Forms Segments { margin: 0 0 0 1; }
    _Forms > .view-told { padding: 0 1; color: $text-accent; }
    """
    PLACES: ClassVar[tuple[tuple[str, str], ...]] = ()

    def compose(self) -> ComposeResult:
        """The choice, and the form."""
        yield Segments([(path, _(words)) for path, words in self.PLACES], id=f"{self.id}-places")
        yield FormView(self.document, id=f"{self.id}-form")

    @property
    def form(self) -> FormView:
        """The form."""
        return self.query_one(FormView)

    def refresh_from(self, state: State) -> None:
        """Show what is in force now."""
        form = self.form
        form.state = state
        if form.path:
            form.refresh_from(state)
        else:
            form.show_place(self.query_one(Segments).value)

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """The form of the other place."""
        event.stop()
        self.form.show_place(event.segments.value)

    def on_form_view_way(self, event: FormView.Way) -> None:
        """What has forms of its own stands in the tree of everything."""
        event.stop()
        self.post_message(GoTo(event.path))

    def go_to(self, path: str) -> bool:
        """The form with the cursor on a field."""
        first = path.partition(".")[0]
        if path.count(".") > 1 or first not in dict(self.PLACES) or self.form.state is None:
            return False
        if any(line.path == path and line.kind == "way" for line in structure.lines(self.form.state, first)):
            return False  # what has a form of its own, in the tree
        self.query_one(Segments).choose(first)
        self.form.show_place(first, path)
        self.form.sheet.focus()
        return True


class LinkageView(_Forms):
    """How townships and the county call each other, and the platform between them."""

    PLACES = (("linkage", N_("Linkage")), ("platform", N_("Platform")))

    def compose(self) -> ComposeResult:
        """Below the choice, what townships have otherwise."""
        yield Segments([(path, _(words)) for path, words in self.PLACES], id=f"{self.id}-places")
        yield Words(id=f"{self.id}-townships", classes="view-told")
        yield FormView(self.document, id=f"{self.id}-form")

    def refresh_from(self, state: State) -> None:
        """Say as well by which rule townships call the county: measures set it for each of them."""
        super().refresh_from(state)
        rules = Counter(
            str(state.value(f"townships.{township}.linkage.rule")) for township in state.tree.names("townships")
        )
        told = [
            _("{rule}: {townships}").format(
                rule=fields.choice(state.tree, "linkage.rule", rule),
                townships=ngettext("{n} township", "{n} townships", n).format(n=n),
            )
            for rule, n in rules.items()
        ]
        line = self.query_one(Words)
        told_all = _("How townships call the county: {rules}.").format(rules=names.listed(told))
        line.update(told_all + _(" Below stands what applies to a township without a rule of its own."))
        line.display = set(rules) != {str(state.value("linkage.rule"))}


class DemandView(_Forms):
    """What comes up, and what shapes it."""

    PLACES = (
        ("demand", N_("Demand")),
        ("case_types", N_("Case types")),
        ("repeats", N_("Repeat contacts")),
        ("reversal_rate", N_("Reversal rates")),
        ("travel", N_("Travel")),
    )
