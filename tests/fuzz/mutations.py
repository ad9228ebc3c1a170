"""How inputs are spoiled: values, tables of a file, cells of a table, texts and bytes.

Every function takes the random numbers it draws from, so that a mutation is known by its seed.
"""

from __future__ import annotations

import copy
import random
from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Any

WORDS = (
    "",
    " ",
    "x",
    "NA",
    "无",
    "-",
    "否",
    "N",
    "12①",
    "3²",
    "100%",
    "１２",
    "1e5",
    "1,234",
    "1.2万",
    "nan",
    "inf",
    "-1",
    "0",
    "1",
    "999999999999",
    "2025/3/5 9:00",
    "2025年3月5日 9:00",
    "0001-01-01T00:00:00",
    "9999-12-31",
    "合　计",
    "*",
    "../../etc/passwd",
    "\x1b]0;title\x07",
    "\x1b[2J",
    "\u202etxt",
    "[bold]x[/bold]",
    "=1+1",
    "a" * 5_000,
    "城厢街道",
)
"""What people and programs put into a cell."""

VALUES: tuple[Any, ...] = (
    *WORDS,
    True,
    False,
    -1,
    0,
    1,
    2,
    10**9,
    10**18,
    -(10**18),
    0.5,
    -0.5,
    1e-300,
    1e308,
    float("inf"),
    float("nan"),
    date(1, 1, 1),
    date(2004, 1, 1),
    date(9999, 12, 31),
    datetime(2025, 3, 5, 9),
    [],
    {},
    [[]],
    ["x", 1, {}],
    {"x": {"x": {}}},
)
"""What may stand in the place of a value of a file."""

Node = MutableMapping[str, Any] | list[Any]


def spoiled_tables(random: random.Random, tables: dict[str, Any]) -> dict[str, Any]:
    """The tables of a file after one to four mutations: values retyped, keys dropped, doubled, renamed, swapped."""
    tables = copy.deepcopy(tables)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        node, key = _place(random, tables)
        how = random.choice((*(_scale,) * 6, _retype, _retype, _drop, _drop, _rename, _move, _nest))
        how(random, tables, node, key)
    return tables


def _place(random: random.Random, tables: Node) -> tuple[Node, Any]:
    """A value somewhere in the tables: what holds it, and its key there. Deep values are as likely as shallow ones."""
    places = list(_places(tables))
    return random.choice(places) if places else (tables, "x")


def _places(node: Node) -> Any:
    entries = list(node.items()) if isinstance(node, MutableMapping) else list(enumerate(node))
    for key, value in entries:
        yield node, key
        if isinstance(value, MutableMapping | list):
            yield from _places(value)


def _retype(random: random.Random, tables: Node, node: Node, key: Any) -> None:
    node[key] = copy.deepcopy(random.choice(VALUES))


def _scale(random: random.Random, tables: Node, node: Node, key: Any) -> None:
    value = node[key]
    if type(value) in (int, float):
        factor = random.choice((-1, 0, 0.1, 0.5, 2, 10, 1000))
        node[key] = type(value)(value * factor) if factor >= 2 or type(value) is float else int(value * factor)
    elif isinstance(value, str) and value:
        place = random.randrange(len(value))
        node[key] = value[:place] + random.choice(("", "x", value[place] * 2, "\u202e", " ")) + value[place + 1 :]


def _drop(random: random.Random, tables: Node, node: Node, key: Any) -> None:
    del node[key]


def _rename(random: random.Random, tables: Node, node: Node, key: Any) -> None:
    if isinstance(node, MutableMapping):
        node[random.choice((key + "x", key[1:], key.upper(), "*", "a.b", random.choice(WORDS)))] = node.pop(key)


def _move(random: random.Random, tables: Node, node: Node, key: Any) -> None:
    other, other_key = _place(random, tables)
    other[other_key] = copy.deepcopy(node[key])


def _nest(random: random.Random, tables: Node, node: Node, key: Any) -> None:
    value = node[key]
    for _ in range(random.choice((1, 1, 60))):
        value = random.choice(({"x": value}, [value]))
    node[key] = value


def spoiled_cells(random: random.Random, table: list[list[str]]) -> list[list[str]]:
    """The cells of a table, its head in the first row, after one to four mutations."""
    table = [list(row) for row in table]
    for _ in range(random.choice((1, 1, 2, 4))):
        row, column = random.randrange(len(table)), random.randrange(len(table[0]))
        match random.randrange(9):
            case 0 | 1 | 2:
                _put(table, row, column, random.choice(WORDS))
            case 3:
                word = random.choice(WORDS)
                for number in range(1, len(table)):
                    _put(table, number, column, word)
            case 4:
                del table[row]
                if not table:
                    return [["x"]]
            case 5:
                table.insert(row, list(random.choice(table)))
            case 6:
                for line in table:
                    del line[column : column + 1]
                if not any(table):
                    return [["x"]]
            case 7:
                table.insert(random.choice((0, len(table))), [""] * len(table[0]))
            case 8:
                other = random.randrange(len(table[0]))
                for line in table:
                    if max(column, other) < len(line):
                        line[column], line[other] = line[other], line[column]
    return table


def _put(table: list[list[str]], row: int, column: int, word: str) -> None:
    if column < len(table[row]):
        table[row][column] = word


def spoiled_bytes(random: random.Random, content: bytes) -> bytes:
    """A file after one to eight flipped bits, a cut, or a piece that is lost, doubled or overwritten."""
    if not content:
        return content
    data = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8))):
        if not data:
            break
        place = random.randrange(len(data))
        length = random.choice((1, 16, 512, 4096))
        match random.randrange(6):
            case 0 | 1:
                data[place] ^= 1 << random.randrange(8)
            case 2:
                del data[place:]
            case 3:
                del data[place : place + length]
            case 4:
                data[place:place] = data[place : place + length]
            case 5:
                data[place : place + length] = random.choice((b"\0", b"\xff", b"x")) * len(data[place : place + length])
    return bytes(data)
