"""The whole scenario as a tree beside the form of the marked place, with search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, OptionList, Tree
from textual.widgets.option_list import Option
from textual.widgets.tree import TreeNode

from planner.editing import EditRefused
from planner.tui.screens.scenario import structure
from planner.tui.screens.scenario.forms import FormView
from planner.tui.screens.scenario.parts import DocumentView, Edited, Refused
from planner.tui.widgets.controls import Tools
from planner.wording import N_, _, fields, language
from planner.wording.problem_words import ProblemWords

if TYPE_CHECKING:
    from planner.editing import Document, State


class Places(Tree[str]):
    """The places of a scenario that have forms; typing a character begins a search."""

    DEFAULT_CSS = """
    Places {
        height: 1fr; background: $background; padding: 0;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
    }
    """
    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    guide_depth = 2
    state: State | None = None
    _again: str | None = None
    """Where the cursor was when places came or went."""

    class Typed(Message):
        """A character was typed: the beginning of a search."""

        def __init__(self, character: str) -> None:
            super().__init__()
            self.character = character

    class ToForm(Message):
        """On to the form of the marked place."""

    def show(self, state: State) -> None:
        """Show what there is now; what is open stays open, and the cursor where it is."""
        first, self.state = self.state is None, state
        if first:
            self._fill(self.root, "")
            self.root.expand()
            self.cursor_line = 0
        else:
            for node in list(_all(self.root)):
                self._bring_up_to_date(node)

    @property
    def opened(self) -> list[str]:
        """The places that are open."""
        return [node.data for node in _all(self.root) if node.is_expanded and node.data]

    def open(self, paths: Sequence[str]) -> None:
        """Open places again, the outer ones first."""
        for path in paths:
            node = next((node for node in _all(self.root) if node.data == path), None)
            if node is not None:
                if not node.children:
                    self._fill(node, path)
                node.expand()

    def _label(self, path: str) -> Text:
        assert self.state is not None
        words = fields.label(self.state.tree, path) if path else _("Title and description")
        own = path and self.state.base is not None and structure.is_stated(self.state, path)
        # In front: at the end of a long name it would be cut off.
        text = Text.assemble(("◆ ", "bold") if own else "", words, no_wrap=True)
        size = structure.size_of(self.state, path) if path else None
        if size is not None:
            text.append(f" {size}", "dim")
        return text

    def _fill(self, node: TreeNode[str], path: str) -> None:
        """The places below one, each with what is below it when it is opened."""
        assert self.state is not None
        if not path:
            node.add_leaf(self._label(""), "")
        for one in structure.below(self.state, path):
            if structure.below(self.state, one):
                node.add(self._label(one), one)
            else:
                node.add_leaf(self._label(one), one)

    def _bring_up_to_date(self, node: TreeNode[str]) -> None:
        """New labels; places that came or went are put in or taken out."""
        assert self.state is not None
        path = node.data or ""
        if node is not self.root:
            node.set_label(self._label(path))
        if not node.children and not (node.is_expanded or node.allow_expand):
            if node is not self.root and path and structure.below(self.state, path):
                node.allow_expand = True
            return
        wanted = (("",) if node is self.root else ()) + structure.below(self.state, path)
        there = tuple(child.data or "" for child in node.children)
        if node.children and there != wanted:
            opened = {child.data for child in node.children if child.is_expanded}
            marked = self.cursor_node.data if self.cursor_node else None
            node.remove_children()
            self._fill(node, path)
            for child in node.children:
                if child.data in opened and child.data:
                    child.expand()
            if marked is not None:
                self._again = marked
                self.call_after_refresh(self._mark_again)

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[str]) -> None:
        """What is below it."""
        event.stop()
        node = event.node
        if not node.children and node.data and self.state is not None:
            self._fill(node, node.data)

    def mark(self, path: str) -> None:
        """Open the tree as far as a place, and put its cursor there."""
        if self.state is None:
            return
        self._again = None
        found = self.root
        steps = path.split(".") if path else []
        for depth in range(1, len(steps) + 1):
            one = ".".join(steps[:depth])
            child = next((child for child in found.children if child.data == one), None)
            if child is None:
                continue
            if depth < len(steps) and not child.is_expanded:
                if not child.children:
                    self._fill(child, one)
                child.expand()
            found = child
        if not path:
            found = self.root.children[0] if self.root.children else self.root
        self.call_after_refresh(self._put_cursor, found)

    def _mark_again(self) -> None:
        """The cursor where it was, unless it was put elsewhere meanwhile."""
        if self._again is not None:
            self.mark(self._again)

    def _put_cursor(self, node: TreeNode[str]) -> None:
        self.move_cursor(node)
        self.scroll_to_node(node, animate=False)

    def kept(self) -> None:
        """Nothing: the view around it keeps what is open."""

    def take_back(self, kept: None) -> None:
        """Nothing is put back here: the view that holds the tree does so."""

    def on_key(self, event: events.Key) -> None:
        """A character begins a search; an arrow to the right opens a place or leads to its form."""
        node = self.cursor_node
        if event.is_printable and event.character and event.character not in " \u3000?？":
            self.post_message(self.Typed(event.character))
        elif event.key == "right" and node is not None:
            if node.allow_expand and not node.is_expanded:
                node.expand()
            else:
                self.post_message(self.ToForm())
        elif event.key == "left" and node is not None:
            if node.is_expanded:
                node.collapse()
            elif node.parent is not None and node.parent is not self.root:
                self.move_cursor(node.parent)
        else:
            return
        event.stop()
        event.prevent_default()


def _all(node: TreeNode[str]) -> Iterator[TreeNode[str]]:
    yield node
    for child in node.children:
        yield from _all(child)


class TreeView(DocumentView):
    """Everything in a scenario: a tree of places, the form of the marked one, and what can be done with units."""

    DEFAULT_CSS = """
    TreeView { height: 1fr; layout: vertical; }
    TreeView .view-tools { dock: top; }
    TreeView .view-tools > Button { margin: 0 1 0 0; min-width: 6; }
    TreeView #tree-search { width: 18; margin: 0 1 0 0; }
    TreeView #tree-left { width: 26; height: 1fr; border-right: tall $panel; }
    TreeView.-wide #tree-left { width: 40; }
    TreeView #tree-found { height: 1fr; border: none; background: $background; }
    TreeView.-searching #tree-left { width: 1fr; }
    TreeView.-searching FormView { display: none; }
    TreeView #tree-found { display: none; }
    TreeView.-searching #tree-found { display: block; }
    TreeView.-searching Places { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "search", N_("looks for a place or field by its name"), show=False),
        Binding("insert", "units('add')", N_("adds a township, team, department, case type …"), show=False),
        Binding("ctrl+d", "units('duplicate')", N_("makes a second one like the marked one"), show=False),
        Binding("delete", "units('remove')", N_("removes the marked township, team …"), show=False),
    ]
    WIDE = 120

    def __init__(self, document: Document, **given: Any) -> None:
        super().__init__(document, **given)
        self.state: State | None = None
        self._entries: list[tuple[str, str]] = []
        self._entries_of: tuple[object, str] | None = None
        self._wanted = ""

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "The tree holds all that a scenario consists of; → opens a place, and once more leads to its form. Typing "
            "looks for places and fields by their names. Ins adds, Ctrl+D duplicates, Delete in the tree removes; on a "
            "line of the form Delete goes back to the base's value."
        )

    def compose(self) -> ComposeResult:
        """Search and buttons, tree, form."""
        with Horizontal():
            with Vertical(id="tree-left"):
                places = Places("", "", id="tree-places")
                places.show_root = False
                yield places
                yield OptionList(id="tree-found", markup=False)
            yield FormView(self.document, id="tree-form")
        with Tools(classes="view-tools"):
            yield Input(placeholder="Ctrl+F " + _("Search"), id="tree-search", compact=True)
            yield Button("Ins " + _("Add"), id="tree-add", name="add", compact=True)
            yield Button("Ctrl+D " + _("Duplicate"), id="tree-duplicate", name="duplicate", compact=True)
            yield Button(_("Merge"), id="tree-merge", name="merge", compact=True)
            yield Button(_("Remove"), id="tree-remove", name="remove", compact=True)
            yield Button("Del " + _("To base"), id="tree-clear", name="clear", compact=True)

    @property
    def places(self) -> Places:
        """The tree on the left."""
        return self.query_one(Places)

    @property
    def form(self) -> FormView:
        """The form beside it."""
        return self.query_one(FormView)

    @property
    def path(self) -> str:
        """The place whose form is shown."""
        return self.form.path

    # Showing --------------------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """More room for the tree where there is any."""
        self.set_class(event.size.width >= self.WIDE, "-wide")

    def refresh_from(self, state: State) -> None:
        """Show what there is now."""
        first = self.state is None
        self.state = state
        self.places.show(state)
        form = self.form
        form.state = state
        there = structure.place_with_form(state, form.path)
        if there != form.path or (first and not form.path):
            self.places.mark(there)
            form.show_place(there)
        else:
            form.refresh_from(state)
        if self._wanted and state.tree.has(self._wanted):
            self._open(structure.place_with_form(state, self._wanted))
        self._wanted = ""
        self._say_what_can_be_done()

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[str]) -> None:
        """Another element is marked: its form is shown beside the tree."""
        event.stop()
        path = event.node.data or ""
        if self.state is not None and path != self.form.path and self.places.has_focus:
            self.form.show_place(path)
            self._say_what_can_be_done()

    def on_tree_node_selected(self, event: Tree.NodeSelected[str]) -> None:
        """Enter or a click: its form."""
        event.stop()
        self.form.show_place(event.node.data or "")
        self._say_what_can_be_done()

    def on_form_view_way(self, event: FormView.Way) -> None:
        """The form of another place."""
        event.stop()
        self._open(event.path)
        self.form.sheet.focus()

    def _open(self, path: str, field: str = "") -> None:
        self.places.mark(path)
        self.form.show_place(path, field)
        self._say_what_can_be_done()

    def go_to(self, path: str) -> bool:
        """Open the form in which a field is, with the cursor on it."""
        if self.state is None:
            return False
        self._end_search()
        there = structure.place_with_form(self.state, path)
        self._open(there, path)
        self.form.sheet.focus()
        return True

    def kept(self) -> Any:
        """The place and line that are shown, and what is open in the tree, for another language."""
        line = self.form.line
        return self.path, line.path if line is not None else "", self.places.opened

    def take_back(self, kept: Any) -> None:
        """Open what was open, and show the same form and line again."""
        path, line, opened = kept
        if self.state is not None:
            self.places.open(opened)
            self._open(structure.place_with_form(self.state, path), line)

    def on_places_to_form(self) -> None:
        """The form takes over."""
        self.form.sheet.focus()

    # Searching ------------------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Go to the field in which one searches."""
        self.query_one("#tree-search", Input).focus()

    def on_places_typed(self, event: Places.Typed) -> None:
        """Begin to look for something, or go on: an input method sends several characters at once."""
        search = self.query_one("#tree-search", Input)
        search.focus()
        search.value += event.character
        search.cursor_position = len(search.value)

    def _index(self) -> list[tuple[str, str]]:
        assert self.state is not None
        of = (self.state.tree, language())
        if self._entries_of is None or self._entries_of[0] is not of[0] or self._entries_of[1] != of[1]:
            self._entries, self._entries_of = structure.index(self.state.tree), of
        return self._entries

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is found."""
        event.stop()
        words = event.value.strip()
        self.set_class(bool(words), "-searching")
        if not words or self.state is None:
            return
        found = structure.found_in(self._index(), words)
        rows = self.query_one("#tree-found", OptionList)
        rows.clear_options()
        rows.add_options(Option(told, id=path) for path, told in found)
        if not found:
            rows.add_option(Option(_("Nothing of that name."), disabled=True))
        rows.highlighted = 0 if found else None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: to the first one found."""
        event.stop()
        rows = self.query_one("#tree-found", OptionList)
        if rows.highlighted is not None and self.has_class("-searching"):
            rows.action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """To what was found."""
        event.stop()
        if event.option_id is not None:
            self.go_to(event.option_id)

    def _end_search(self) -> None:
        self.query_one("#tree-search", Input).value = ""
        self.remove_class("-searching")

    def on_key(self, event: events.Key) -> None:
        """While searching: the arrow down goes to what was found, Esc ends it."""
        if not self.has_class("-searching"):
            return
        search, rows = self.query_one("#tree-search", Input), self.query_one("#tree-found", OptionList)
        if event.key == "escape":
            self._end_search()
            self.places.focus()
        elif event.key == "down" and search.has_focus:
            rows.focus()
        elif event.key == "up" and rows.has_focus and not rows.highlighted:
            search.focus()
        else:
            return
        event.stop()
        event.prevent_default()

    # Units ----------------------------------------------------------------------------------------------------------

    def _unit(self, way: str) -> str:
        """The path that something is to be done with: the marked line of the form where it has the focus, or the place.

        For `add` the table; empty where it cannot be done.
        """
        state = self.state
        if state is None:
            return ""
        line = self.form.line
        at = line.path if line is not None and self.form.sheet.has_focus else self.path
        for path in (at, self.path):
            if way == "add":
                for table in (path, path.rpartition(".")[0]):
                    if table and structure.size_of(state, table) is not None:
                        return table
            elif structure.is_element(path) and state.tree.has(path):
                from planner.editing.commands import sort_of
                from planner.tui.screens.scenario.elements import MERGED

                if way != "merge" or sort_of(path) in MERGED:
                    return path
        return ""

    def _say_what_can_be_done(self) -> None:
        for way in ("add", "duplicate", "merge", "remove"):
            button = self.query_one(f"#tree-{way}", Button)
            path = self._unit(way)
            button.disabled = not path
            told = fields.place(self.state.tree, path) if path and self.state is not None else ""
            # A plain string would be read as markup.
            button.tooltip = Content(told) if told else None

    def on_descendant_focus(self) -> None:
        """What can be done depends on what is marked."""
        self._say_what_can_be_done()

    def on_sheet_moved(self) -> None:
        """The cursor is on another line of the form: say what can be done with it."""
        self._say_what_can_be_done()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Add, duplicate, merge, remove, or back to the base."""
        event.stop()
        if event.button.name == "clear":
            self.form.sheet.action_clear()
            self.form.sheet.focus()
        else:
            self.action_units(event.button.name or "")

    def on_form_view_removing(self, event: FormView.Removing) -> None:
        """Delete on an element."""
        event.stop()
        self._units("remove", event.path)

    def action_units(self, way: str) -> None:
        """Do it with what is marked, or say that there is nothing."""
        path = self._unit(way)
        if path:
            self._units(way, path)
        else:
            self.notify(_("Mark a township, team, department or case type first."), markup=False)

    @work(exclusive=True, group="units")
    async def _units(self, way: str, path: str) -> None:
        from planner.tui.screens.scenario.elements import WAYS

        if self.state is None:
            return
        try:
            done = await WAYS[way](self.app, self.document, self.state, path)
        except EditRefused as refused:
            self.notify("\n".join(ProblemWords(self.state).what(one) for one in refused.problems), markup=False)
            self.post_message(Refused(refused.problems))
            return
        if done is None:
            return
        command, there = done
        self._wanted = there
        self.post_message(Edited(command))
