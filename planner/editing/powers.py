"""Powers as a grid: case types down, kinds of township or townships across, and how each holds them."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from planner.editing.people import words
from planner.editing.state import State, Tree
from planner.model.text import Text

By = Literal["kinds", "townships"]

COUNTY = "county"
"""The holding where nothing is stated: the department decides."""


@frozen(kw_only=True)
class PowerCell:
    """How a township, or all townships of a kind, hold a power; None where those of a kind differ.

    Setting all `paths` to a holding makes it so.
    """

    paths: tuple[str, ...]
    holding: str | None
    base: str | None
    own: bool

    @property
    def differs(self) -> bool:
        """Whether it is held otherwise than in the base."""
        return self.holding != self.base


@frozen(kw_only=True)
class PowerRow:
    """One case type with a department whose power it is."""

    case_type: str
    name: Text
    department: str
    items: int
    cells: tuple[PowerCell, ...]


@frozen(kw_only=True)
class PowersGrid:
    """The grid; `columns` are ids of kinds or townships, `names` theirs."""

    by: By
    columns: tuple[str, ...]
    names: tuple[Text, ...]
    rows: tuple[PowerRow, ...]


def powers_grid(state: State, by: By = "kinds") -> PowersGrid:
    """Who holds which power, also while the scenario has problems.

    Kinds that no township has are left out; so are case types that are no department's power.
    """
    tree = state.tree
    members = _members(tree)
    columns = tuple(members) if by == "kinds" else tree.names("townships")
    title = "title" if by == "kinds" else "name"
    rows: list[PowerRow] = []
    for case_type in tree.names("case_types"):
        department = tree.value(f"case_types.{case_type}.responsible")
        if department not in tree.names("departments"):
            continue
        cells = [
            _of_kind(state, column, members[column], case_type)
            if by == "kinds"
            else _of_township(state, column, case_type)
            for column in columns
        ]
        rows.append(
            PowerRow(
                case_type=case_type,
                name=words(tree, f"case_types.{case_type}.name"),
                department=department,
                items=tree.draft.whole(("case_types", case_type, "items")),
                cells=tuple(cells),
            )
        )
    names = tuple(words(tree, f"{by}.{column}.{title}") for column in columns)
    return PowersGrid(by=by, columns=columns, names=names, rows=tuple(rows))


def _members(tree: Tree) -> dict[str, list[str]]:
    """The townships of each kind."""
    members: dict[str, list[str]] = {}
    for township in tree.names("townships"):
        kind = tree.value(f"townships.{township}.kind")
        if isinstance(kind, str):
            members.setdefault(kind, []).append(township)
    return {kind: members[kind] for kind in (*tree.names("kinds"), *members) if kind in members}


def _holding(tree: Tree, township: str, case_type: str) -> str | None:
    if not tree.has(f"townships.{township}"):
        return None
    return str(tree.value(f"townships.{township}.powers.{case_type}") or COUNTY)


def _of_township(state: State, township: str, case_type: str) -> PowerCell:
    path = f"townships.{township}.powers.{case_type}"
    return PowerCell(
        paths=(path,),
        holding=_holding(state.tree, township, case_type),
        base=_holding(state.base.tree, township, case_type) if state.base else None,
        own=state.own_value(path) is not None,
    )


def _of_kind(state: State, kind: str, townships: list[str], case_type: str) -> PowerCell:
    """Setting it states it of the kind, and of those of its townships that state it themselves."""
    of_kind = f"kinds.{kind}.powers.{case_type}"
    cells = [_of_township(state, township, case_type) for township in townships]
    theirs = [
        path
        for cell in cells
        for path in cell.paths
        if state.tree.node(path) is not None
        # The same holding stated of the kind and of the township counts as the kind's: it is told by the file alone.
        and (state.stated(path).path == path or state.own_value(path) is not None)
    ]
    paths = (of_kind, *theirs) if state.tree.has(f"kinds.{kind}") else tuple(p for cell in cells for p in cell.paths)
    return PowerCell(
        paths=paths,
        holding=_common([cell.holding for cell in cells]),
        base=_common([cell.base for cell in cells]),
        own=any(state.own_value(path) is not None for path in paths),
    )


def _common(holdings: list[str | None]) -> str | None:
    return holdings[0] if len(set(holdings)) == 1 else None
