"""The parts of the scenario screen: their names, what each shows, and which one leads to a field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, cast

from attrs import frozen

from planner.i18n import N_
from planner.tui.screens.scenario.view import DocumentView

if TYPE_CHECKING:
    from planner.editing import Document


@frozen
class Part:
    """A tab: `module` and `view` name its widget."""

    id: str
    title: str
    module: str
    view: str

    def make(self, document: Document) -> DocumentView:
        """Its widget; the module is loaded when it is first shown."""
        made = getattr(import_module(f"planner.tui.screens.scenario.{self.module}"), self.view)
        view = cast("Callable[..., DocumentView]", made)
        return view(document, id=f"part-{self.id}")


PARTS = (
    Part("measures", N_("Measures"), "measures", "MeasuresView"),
    Part("people", N_("People"), "people", "PeopleView"),
    Part("powers", N_("Powers"), "powers", "PowersView"),
    Part("linkage", N_("Linkage"), "forms", "LinkageView"),
    Part("timeline", N_("Timeline"), "timeline", "TimelineView"),
    Part("demand", N_("Demand"), "forms", "DemandView"),
    Part("everything", N_("Everything"), "tree", "TreeView"),
    Part("sources", N_("Sources"), "sources", "SourcesView"),
)


def leading_to(path: str) -> Iterator[str]:
    """The parts that may show the field at a path, the most fitting first."""
    first, _dot, rest = path.partition(".")
    keys = path.split(".")
    if first in ("measures", "timeline"):
        yield first
    elif first in ("linkage", "platform"):
        yield "linkage"
    elif first == "demand":
        yield "demand"
    elif "powers" in keys and first in ("kinds", "townships"):
        yield "powers"
    elif "staff" in keys or "other_staff" in keys or keys[-1] == "certified":
        yield "people"
    if rest or first:
        yield "everything"
