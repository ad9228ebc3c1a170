"""What stands over the columns of a pasted block: teams and post types in one line or several, totals, numbering.

A heading is understood wholly or not at all: one that is unknown, that contradicts another over the same column, or
that may mean two things is a problem of its place, and no guess is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from attrs import evolve, frozen

from planner.editing.people import CERTIFIED, OTHERS, PeopleTable
from planner.errors import Problem
from planner.files.cells import NUMBERING, TOTALS, folded, number_in, whole_in
from planner.files.findings import shown
from planner.model.text import nearest

Block = Sequence[Sequence[str]]
Role = Literal["numbers", "total", "numbering", "names", "aside"]
"""What a column of a block holds; `aside` are remarks, and words that no heading explains."""

POSTS: Mapping[str, tuple[str, ...]] = {
    "civil": ("行政", "公务员", "civil", "civ.", "civilservice"),
    "institution": ("事业", "institution", "inst."),
    "contract": ("编外", "contract", "contr."),
    CERTIFIED: ("持证", "持证执法", "certified", "cert."),
}
"""How post types are headed. 行政编制 is not among them: where offices write it, it mostly is the quota."""
OTHER_PEOPLE = ("其他人员", "其他", "otherpeople", "otherstaff", "others")
ONLY_TEAM = ("承办机构", "team")
"""The team of a department, or a shared team, which has no name beside its unit's."""
UNITS = (
    *("单位", "单位名称", "名称", "乡镇", "镇街", "镇", "街道", "乡镇街道", "部门", "部门名称", "县直部门", "机构"),
    *("unit", "name", "township", "townships", "town", "street", "department", "departments", "sharedteam"),
)
"""Headings over the names of units."""
REMARKS = ("备注", "说明", "remark", "remarks", "note", "notes")
NEUTRAL = (
    *("人", "名", "个", "人员", "人数", "在岗", "实有", "在岗人数", "实有人数", "单位:人"),
    *("people", "persons", "staff"),
)
"""Words that say no more than that people are counted."""

LONGEST = 60
"""Characters of a heading; a longer one is none."""
MOST_NEAREST = 50
"""For so many problems of a block the nearest name is looked for, which takes long."""

_ENDS_OF_TOTALS = tuple(word for word in TOTALS if len(word) > 1 and not word.isascii())
_AROUND = re.compile(r"^(?:在岗|实有|现有)|(?:在岗|实有|现有)?(?:人员|人数|officers|officials|people|staff)$")
_BETWEEN = "-—–_/·:,、|"


@frozen
class Meaning:
    """What one heading says: a role, and for numbers and totals the team and post type, where it names them."""

    role: Role | Literal["nothing"]
    team: str = ""
    post: str = ""


@frozen(kw_only=True)
class BlockColumn:
    """A column of a block, counted from 0: its headings, what it holds, and the column of the table it goes to.

    `team` and `post` are what the total of a column is of; empty for all.
    """

    place: int
    head: str
    role: Role
    target: int = -1
    team: str = ""
    post: str = ""


@frozen(kw_only=True)
class BlockColumns:
    """All columns of a block, the lines that are titles, and what the cursor decided, because no heading names it: the
    team, the post type, or all columns by their place."""

    columns: tuple[BlockColumn, ...]
    titles: tuple[int, ...] = ()
    team_of_cursor: bool = False
    post_of_cursor: bool = False
    by_place: bool = False

    def of(self, role: Role) -> list[BlockColumn]:
        """The columns of the block that have a role."""
        return [column for column in self.columns if column.role == role]


def is_total(text: str) -> bool:
    """Whether the name of a row says total: 合计, 合　计（人）, 街道小计."""
    words = _without_unit(folded(text))
    return words in TOTALS or words.endswith(_ENDS_OF_TOTALS)


def is_numeric(cell: str) -> bool:
    """Whether a cell is a number, or was meant to be one: digits of any kind with signs, and no letters."""
    digits = any(sign.isnumeric() for sign in cell) and not any(sign.isalpha() for sign in cell)
    return digits or number_in(cell, "people") is not None


def _without_unit(words: str) -> str:
    """Without a bracket that only says what is counted: `行政(人)`."""
    match = re.fullmatch(r"(.+)[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]", words)
    return match[1] if match and match[2] in NEUTRAL else words


def _open(words: str) -> str:
    """Without the signs of brackets."""
    return re.sub(r"[()\[\]【】〔〕]", "", words)


def name_forms(*names: str) -> tuple[set[str], set[str]]:
    """Names as they are compared: whole, and without what stands in brackets."""
    whole = {_open(folded(name)) for name in names if name}
    bare = {re.sub(r"[(\[【〔].*?[)\]】〕]", "", folded(name)) for name in names if name}
    return whole, bare - {""}


class Heads:
    """The headings that a table of people has, and what they mean."""

    def __init__(self, table: PeopleTable) -> None:
        self._table = table
        self._teams: dict[str, tuple[set[str], set[str]]] = {}
        for column in table.columns:
            names: Sequence[str] = (column.name.zh, column.name.en, column.team)
            if column.team == OTHERS:
                names = OTHER_PEOPLE
            elif column.team == "team":
                names = (*names, *ONLY_TEAM)
            self._teams.setdefault(column.team, name_forms(*names))

    def meanings(self, text: str) -> set[Meaning]:
        """Everything that a heading may mean; nothing where it is unknown."""
        words = _without_unit(folded(text)).strip(_BETWEEN)
        if len(words) > LONGEST:
            return set()
        if not words or words in NEUTRAL:
            return {Meaning("nothing")}
        for role, known in (("numbering", NUMBERING), ("total", TOTALS), ("names", UNITS), ("aside", REMARKS)):
            if words in known:
                return {Meaning(role)}  # type: ignore[arg-type]
        words = _open(words)
        of_totals = (one for rest in _after(words, TOTALS) for one in self._numbers(rest))
        return self._numbers(words) or {Meaning("total", one.team, one.post) for one in of_totals}

    def _numbers(self, words: str) -> set[Meaning]:
        """A team, a post type, or both in either order."""
        posts = {Meaning("numbers", post=post) for post in _posts(words)}
        found = posts | {Meaning("numbers", team) for team in self._named(words)}
        if found:
            return found
        cuts = range(1, len(words))
        pairs = ((words[:cut].strip(_BETWEEN), words[cut:].strip(_BETWEEN)) for cut in cuts)
        return {
            Meaning("numbers", team, post)
            for first, second in pairs
            for name, kind in ((first, second), (second, first))
            for post in _posts(kind)
            for team in self._named(name)
        }

    def _named(self, words: str) -> list[str]:
        """The teams of a name; where none is so called, those that have only something in brackets beside it."""
        for form in (0, 1):
            found = [team for team, forms in self._teams.items() if words in forms[form]]
            if found:
                return found
        return []

    def column(self, meaning: Meaning) -> int:
        """The column of the table for a team and a post type, or -1."""
        places = enumerate(self._table.columns)
        return next((at for at, one in places if (one.team, one.post) == (meaning.team, meaning.post)), -1)

    def size(self, team: str) -> int:
        """How many columns a team has in the table."""
        return sum(column.team == team for column in self._table.columns)

    def names(self) -> list[str]:
        """The names that a misspelt heading may have been."""
        teams = (name for column in self._table.columns for name in (column.name.zh, column.name.en) if name)
        return list(dict.fromkeys((*teams, *(one for words in POSTS.values() for one in words), *OTHER_PEOPLE, "合计")))


def _posts(words: str) -> list[str]:
    bare = _AROUND.sub("", words) or words
    return [post for post, names in POSTS.items() if words in names or bare in names]


def _after(words: str, known: Sequence[str]) -> Iterator[str]:
    """What is left of a heading that begins or ends with one of some words."""
    for word in known:
        if len(word) > 1 and len(words) > len(word):
            if words.startswith(word):
                yield words.removeprefix(word).strip(_BETWEEN)
            if words.endswith(word):
                yield words.removesuffix(word).strip(_BETWEEN)


def block_columns(
    table: PeopleTable, block: Block, body: int, names: set[int], column: int, problems: list[Problem]
) -> BlockColumns:
    """What the columns of a block hold, by the headings in its first `body` lines.

    `names` are the columns in which a line names a unit, `column` is that of the cursor in the table. Where a block has
    no headings over its numbers, they go where the cursor is.
    """
    return _Reading(table, block, body, names, column, problems).columns()


class _Reading:
    def __init__(
        self, table: PeopleTable, block: Block, body: int, names: set[int], column: int, problems: list[Problem]
    ) -> None:
        self._heads = Heads(table)
        self._table = table
        self._cursor = table.columns[column] if 0 <= column < len(table.columns) else None
        self._column = column
        self._block = block
        self._body = body
        self._named = names
        self._problems = problems
        self._refused: set[tuple[str, int, int]] = set()
        self._width = 1 + max(place for line in block for place, cell in enumerate(line) if cell)
        self._read = [
            [self._heads.meanings(self._cell(line, place)) for place in range(self._width)] for line in range(body)
        ]

    def _cell(self, line: int, place: int) -> str:
        return self._block[line][place] if place < len(self._block[line]) else ""

    def _below(self, place: int) -> list[str]:
        """The filled cells of a column under the headings."""
        lines = range(self._body, len(self._block))
        return [cell for line in lines if (cell := self._cell(line, place))]

    def columns(self) -> BlockColumns:
        titles = [line for line in range(self._body) if self._is_title(line)]
        lines = [line for line in range(self._body) if line not in titles]
        heads = [self._over(place, lines) for place in range(self._width)]
        found = [self._one(place, heads[place]) for place in range(self._width)]
        first_name = next((place for place, one in enumerate(found) if one and one.role == "names"), 0)
        for place, one in enumerate(found):
            if place < first_name and one and one.role == "numbers" and not heads[place] and self._counts_up(place):
                found[place] = Meaning("numbering")
        numbers = [place for place, one in enumerate(found) if one and one.role == "numbers"]
        told = any(heads[place] for place in numbers) or any(one is None for one in found)
        told = told or any(one and one.role == "total" for one in found)
        return self._by_heads(found, heads, tuple(titles)) if told else self._by_place(found, first_name, tuple(titles))

    def _by_place(self, found: list[Meaning | None], first_name: int, titles: tuple[int, ...]) -> BlockColumns:
        """Without headings: all that is neither a name nor numbering goes where the cursor is."""
        columns: list[BlockColumn] = []
        target = self._column
        for place, one in enumerate(found):
            if one and one.role in ("names", "numbering"):
                columns.append(self._made(place, one, ""))
            elif place < first_name:
                self._refuse("head-missing", self._first_filled(place), place)
            else:
                columns.append(BlockColumn(place=place, head="", role="numbers", target=target))
                target += 1
        return BlockColumns(columns=tuple(columns), titles=titles, by_place=True)

    def _made(self, place: int, meaning: Meaning, head: str, target: int = -1) -> BlockColumn:
        role = "aside" if meaning.role == "nothing" else meaning.role
        return BlockColumn(place=place, head=head, role=role, target=target, team=meaning.team, post=meaning.post)

    def _is_title(self, line: int) -> bool:
        """A line that says one thing of the whole block: it stands over names or numbering, as nothing known."""
        unknown = [place for place, found in enumerate(self._read[line]) if not found]
        others = [found for place, found in enumerate(self._read[line]) if found and found != {Meaning("nothing")}]
        if others or len(unknown) > 1:
            return False
        if not unknown:
            return True
        place = unknown[0]
        roles = {one.role for at in range(self._body) for one in self._read[at][place] if at != line}
        return place in self._named or bool(roles & {"names", "numbering"})

    def _over(self, place: int, lines: Sequence[int]) -> list[tuple[int, int]]:
        """Where the headings of a column stand, as line and place: its own, and names that stand over several."""
        found = []
        for line in lines:
            at = place if self._cell(line, place) else self._spanning(line, place, lines)
            if at >= 0:
                found.append((line, at))
        return found

    def _spanning(self, line: int, place: int, lines: Sequence[int]) -> int:
        """The column of a heading at the left that stands over this column as well, having others below it; or -1."""
        below = [one for one in lines if one > line]
        if not any(self._cell(one, place) for one in below):
            return -1
        at = next((one for one in range(place - 1, -1, -1) if self._cell(line, one)), -1)
        if at < 0 or not any(self._cell(one, at) for one in below):
            return -1
        roles = {one.role for one in self._read[line][at]}
        return at if not roles or roles & {"numbers", "total"} else -1

    def _one(self, place: int, heads: list[tuple[int, int]]) -> Meaning | None:
        """What a column is by its headings and its content; None where that is a problem."""
        cells = self._below(place)
        numeric = any(map(is_numeric, cells))
        if not heads:
            words = any(not is_numeric(cell) for cell in cells)
            if place in self._named:
                return Meaning("names")
            return Meaning("numbers" if numeric or not words else "aside")
        meanings = {Meaning("nothing")}
        for line, at in heads:
            own = self._read[line][at]
            if not own:
                if not numeric:
                    return Meaning("names" if place in self._named else "aside")
                got = self._cell(line, at)
                self._refuse("unknown-head", line, at, near=self._nearest(got), got=got)
                return None
            meanings = {both for first in meanings for second in own if (both := _joined(first, second))}
        head = self._words(heads)
        if not meanings:
            self._refuse("heads-contradict", heads[-1][0], place, got=head)
            return None
        if len(meanings) > 1:
            self._refuse("head-ambiguous", heads[-1][0], place, got=head)
            return None
        found = next(iter(meanings))
        if found.role == "nothing":
            return evolve(found, role="names" if place in self._named else "numbers")
        return found

    def _nearest(self, head: str) -> str:
        looked_for = len(self._problems) < MOST_NEAREST and len(head) <= LONGEST
        return nearest(head, self._heads.names()) if looked_for else ""

    def _words(self, heads: Sequence[tuple[int, int]]) -> str:
        return " ".join(" ".join(self._cell(line, at).split()) for line, at in heads)

    def _by_heads(
        self, found: list[Meaning | None], heads: list[list[tuple[int, int]]], titles: tuple[int, ...]
    ) -> BlockColumns:
        self._spread(found, heads)
        numbers = [one for one in found if one and one.role == "numbers"]
        team_of_cursor = not any(one.team for one in numbers)
        post_of_cursor = not any(one.post for one in numbers)
        columns: list[BlockColumn] = []
        taken: dict[int, int] = {}
        for place, one in enumerate(found):
            if one is None:
                continue
            head = self._words(heads[place])
            if one.role != "numbers":
                columns.append(self._made(place, one, head))
                continue
            cells = self._below(place)
            if not heads[place] and not (one.team or one.post):
                if any(map(is_numeric, cells)):
                    self._refuse("head-missing", self._first_filled(place), place)
                else:
                    columns.append(BlockColumn(place=place, head="", role="aside"))
                continue
            line = heads[place][-1][0] if heads[place] else 0
            if self._cursor is not None:
                one = evolve(one, team=self._cursor.team) if team_of_cursor else one
                one = evolve(one, post=self._cursor.post) if post_of_cursor else one
            lacks = "team" if not one.team else "post" if not one.post else ""
            target = self._heads.column(one)
            if lacks:
                self._refuse("head-incomplete", line, place, got=head, lacks=lacks)
            elif target < 0:
                self._refuse("no-such-column", line, place, got=head)
            elif target in taken:
                self._refuse("head-twice", line, place, got=head, other=taken[target] + 1)
            else:
                taken[target] = place
                columns.append(self._made(place, one, head, target))
        return BlockColumns(
            columns=tuple(columns),
            titles=titles,
            team_of_cursor=team_of_cursor and bool(numbers),
            post_of_cursor=post_of_cursor and bool(numbers),
        )

    def _spread(self, found: list[Meaning | None], heads: list[list[tuple[int, int]]]) -> None:
        """A team that stands alone over as many columns as it has in the table heads them all, in the table's order."""
        for place, one in enumerate(found):
            if one is None or one.role != "numbers" or not one.team or one.post:
                continue
            end = next((at for at in range(place + 1, self._width) if heads[at] or found[at] is None), self._width)
            if end - place > 1 and end - place == self._heads.size(one.team):
                posts = [column.post for column in self._table.columns if column.team == one.team]
                for at, post in zip(range(place, end), posts, strict=True):
                    found[at] = Meaning("numbers", one.team, post)
                    heads[at] = heads[place]

    def _counts_up(self, place: int) -> bool:
        numbers = [whole_in(cell, "people") for cell in self._below(place)]
        known = [number for number in numbers if number is not None]
        return len(known) == len(numbers) and all(one < two for one, two in zip(known, known[1:], strict=False))

    def _first_filled(self, place: int) -> int:
        lines = range(self._body, len(self._block))
        return next((line for line in lines if self._cell(line, place)), self._body)

    def _refuse(self, kind: str, line: int, place: int, near: str = "", got: str = "", **facts: object) -> None:
        spot = {"row": line + 1, "column": place + 1, "got": shown(got), **facts}
        if (kind, line, place) not in self._refused:
            self._refused.add((kind, line, place))
            self._problems.append(Problem(kind=kind, facts=spot, nearest=near))


def _joined(first: Meaning, second: Meaning) -> Meaning | None:
    """What two headings over one column say together; None where they contradict each other."""
    if first.role == "nothing":
        return second
    if second.role == "nothing":
        return first
    roles = {first.role, second.role}
    if roles - {"numbers", "total"} and first != second:
        return None
    if (first.team and second.team and first.team != second.team) or (
        first.post and second.post and first.post != second.post
    ):
        return None
    role = "total" if "total" in roles else first.role
    return Meaning(role, first.team or second.team, first.post or second.post)
