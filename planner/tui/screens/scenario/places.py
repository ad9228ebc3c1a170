"""The places of a scenario that have forms, as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from planner.i18n import _, fields
from planner.tui.screens.scenario import structure

if TYPE_CHECKING:
    from planner.editing import State


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
        """Nothing."""

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
