"""The kinds of input that are spoiled, and what must hold for each: our errors in words, or a result that is one.

A kind is made once in a folder of its own; `attempt` spoils one input by the random numbers it is given, brings it to
the program as a person would, and says what the program made of it. It raises `Fault` where that was wrong; every
other exception is a fault as well.
"""

from __future__ import annotations

import csv
import io
import json
import math
import random
import shutil
import sqlite3
import tomllib
import unicodedata
import zlib
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import tomli_w
from jsonschema import Draft202012Validator, FormatChecker
from mutations import WORDS, spoiled_bytes, spoiled_cells, spoiled_tables

from planner.cli.main import main
from planner.editing import Document, EditRefused, people_table
from planner.editing.pasting import Pasting, pasting
from planner.files.cells import whole_in
from planner.files.toml import decoded
from planner.wording import set_language
from planner.wording.json_schema import json_schema
from planner.wording.problems import sentence

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "scenarios"
COUNTY = ROOT / "tests" / "cli" / "county.toml"
DAYS = 14
MOST_CASES = 400_000
"""Cases a year above which an accepted scenario is not simulated as well: how long that takes is not the question."""

BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Fault(Exception):
    """The program did what it must not do."""


class Kind(Protocol):
    """One kind of input."""

    def __init__(self, folder: Path) -> None:
        """Make what the mutations start from, in a folder that is empty."""

    def attempt(self, random: random.Random) -> str:
        """Spoil one input and say what became of it, in a word or two. Raises Fault."""


def command(*arguments: object) -> tuple[int, str, str]:
    """One command line in this process: exit code, stdout, stderr. Raises Fault for what no command may do."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    code: object = None
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code or 0
    printed = []
    for stream in (out, err):
        stream.flush()
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        printed.append(buffer.getvalue().decode())
    told = " ".join(map(str, arguments))
    if code not in (0, 2):
        raise Fault(f"exit code {code}: planner {told}\n{printed[1]}")
    if code == 2 and not printed[1].strip() and '"problems"' not in printed[0]:
        raise Fault(f"refused without a word: planner {told}")
    for text in printed:
        raw = {letter for letter in text if _is_control(letter)}
        if raw:
            raise Fault(f"raw {sorted(map(ascii, raw))} printed: planner {told}")
    return code, printed[0], printed[1]  # type: ignore[return-value]


def _is_control(letter: str) -> bool:
    return letter in BIDIRECTIONAL or (unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t\r")


def _language(random: random.Random) -> tuple[str, str]:
    return "--lang", random.choice(("zh", "en"))


class Scenarios:
    """Scenario files: tables and texts of a tutorial, a small county, a place, and the base that a place extends."""

    FILES = ("tutorial.toml", "county.toml", "laiyang/current.toml", "laiyang/after.toml", "base/county.toml")

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "scenarios"
        shutil.copytree(SHIPPED, self.folder)
        shutil.copy(COUNTY, self.folder / COUNTY.name)
        self._originals = {name: (self.folder / name).read_text(encoding="utf-8") for name in self.FILES}
        self._schema = Draft202012Validator(json_schema("scenario"), format_checker=FormatChecker())

    def attempt(self, random: random.Random) -> str:
        name = random.choice(self.FILES)
        file = self.folder / name
        tables = tomllib.loads(self._originals[name])
        tables.setdefault("time", {})["days"] = DAYS
        if random.random() < 0.25:
            content = spoiled_bytes(random, tomli_w.dumps(tables).encode())
        else:
            try:
                content = tomli_w.dumps(spoiled_tables(random, tables)).encode()
            except (TypeError, ValueError, UnicodeEncodeError, RecursionError):
                return "not TOML at all"
        read = (
            file.with_name("current.toml") if name != "base/county.toml" else self.folder / "laiyang" / "current.toml"
        )
        try:
            file.write_bytes(content)
            read = read if name == "base/county.toml" else file
            found = self._brought(random, read)
        finally:
            file.write_text(self._originals[name], encoding="utf-8")
        # What is wrong in a base and stated anew above it is no problem of the whole.
        if found != "refused" and read == file:
            self._check_schema(decoded(file, content))
        return found

    def _check_schema(self, accepted: str) -> None:
        """The schema for editors may know less than `check`, but must not refuse what that accepts.

        Kinds are passed over: a default that every township states otherwise is nothing that `check` looks at.
        """
        tables = json.loads(json.dumps(tomllib.loads(accepted), default=str))
        tables.pop("kinds", None)
        for error in self._schema.iter_errors(tables):
            raise Fault(f"the schema refuses what check accepts, at {error.json_path}: {error.message[:200]}")

    def _brought(self, random: random.Random, file: Path) -> str:
        code, out, _err = command("check", file, "--json", *_language(random))
        shown, _out, _err = command(random.choice(("check", "show")), file, *_language(random))
        if code != shown:
            raise Fault(f"check --json ended with {code}, in words with {shown}")
        if code:
            return "refused"
        check = json.loads(out)
        facts = [line["cases"] for team in check["teams"] for line in team["lines"] if line["stage"] == "fact"]
        if not math.fsum(facts) <= MOST_CASES:
            return "accepted, too large to run"
        cases = self.folder / "cases.csv"
        cases.unlink(missing_ok=True)
        arguments = ("--replications", 1, "--jobs", 1, "--store", self.folder / "results.sqlite", "--cases", cases)
        code, _out, err = command("run", file, *arguments, "--json", *_language(random))
        if code:
            raise Fault(f"check accepts what run refuses: {err}")
        if not _rows(cases) and math.fsum(facts) * DAYS / 365 > 100:
            raise Fault(f"no case, though the load check expects {math.fsum(facts):.0f} a year")
        return "run"


def _rows(file: Path) -> int:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return sum(1 for _ in csv.reader(lines)) - 1


class RecordedTables:
    """Recorded case tables, played in place of drawn demand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.county = folder / COUNTY.name
        shutil.copy(COUNTY, self.county)
        recorded = folder / "recorded.csv"
        code, _out, err = command("run", self.county, *self._options(), "--cases", recorded)
        if code:
            raise Fault(err)
        with recorded.open(encoding="utf-8-sig", newline="") as lines:
            self._table = list(csv.reader(lines))[:41]
        self._table = self._with_work(self._table)

    def _options(self) -> tuple[object, ...]:
        return "--replications", 1, "--jobs", 1, "--store", self.folder / "results.sqlite"

    @staticmethod
    def _with_work(table: list[list[str]]) -> list[list[str]]:
        """The optional columns too, filled here and there."""
        head, *rows = table
        extra = {"intake_hours": "0.25", "fact_hours": "1.5", "decision_hours": "4", "formal": "true", "unclear": "0"}
        return [
            [*head, *extra],
            *([*row, *(value if number % 3 else "" for value in extra.values())] for number, row in enumerate(rows)),
        ]

    def attempt(self, random: random.Random) -> str:
        table = spoiled_cells(random, self._table)
        how = random.choice((".csv", ".csv", ".csv bytes", ".parquet", ".parquet bytes"))
        file = self.folder / f"表 [1]{how.split()[0]}"
        if file.suffix == ".csv":
            written = io.StringIO()
            csv.writer(written, delimiter=random.choice(",,;\t")).writerows(table)
            encoding = random.choice(("utf-8", "utf-8-sig", "gb18030"))
            content = written.getvalue().encode(encoding)
        else:
            content = self._parquet(random, table)
        file.write_bytes(spoiled_bytes(random, content) if how.endswith("bytes") else content)
        cases = self.folder / "cases.csv"
        cases.unlink(missing_ok=True)
        code, _out, _err = command(
            "run", self.county, *self._options(), "--trace", file, "--cases", cases, *_language(random)
        )
        if code:
            return "refused"
        if not _rows(cases):
            raise Fault("ok, but empty")
        return "played"

    @staticmethod
    def _parquet(random: random.Random, table: list[list[str]]) -> bytes:
        """As Parquet, with words, numbers and lists as they come."""
        head, *rows = table
        columns: dict[str, list[Any]] = {}
        for place, name in enumerate(head):
            values: list[Any] = [row[place] if place < len(row) else None for row in rows]
            match random.randrange(8):
                case 0:
                    values = [None if value == "" else value for value in values]
                case 1:
                    values = [float(value) if (value or "x").replace(".", "").isdecimal() else None for value in values]
                case 2:
                    values = [[value] for value in values]
            columns[name] = values
        content = io.BytesIO()
        pl.DataFrame(columns, strict=False).write_parquet(content)
        return content.getvalue()


class PastedBlocks:
    """Blocks of a spreadsheet, pasted into the table of people of a place."""

    def __init__(self, folder: Path) -> None:
        document = Document.what_if(SHIPPED / "laiyang" / "current.toml", drafts=folder)
        self._table = people_table(document.state)
        document.close()

    def attempt(self, random: random.Random) -> str:
        set_language(random.choice(("zh", "en")))
        block = spoiled_cells(random, self._sheet(random))
        text = "".join("\t".join(f'"{cell}"' if "\n" in cell else cell for cell in line) + "\n" for line in block)
        if random.random() < 0.2:
            text = spoiled_bytes(random, text.encode()).decode(errors="replace")
        try:
            plan = pasting(self._table, random.randrange(18), random.randrange(len(self._table.columns)), text)
        except EditRefused as refused:
            told = [sentence(problem) for problem in refused.problems]
            if not all(told) or any(map(_is_control, "".join(told))):
                raise Fault(f"not told in words: {told}") from refused
            return "refused"
        self._check(plan, text)
        return "pasted"

    def _sheet(self, random: random.Random) -> list[list[str]]:
        """Headings or none, names or none, some columns in any order, and a column and row of totals."""
        columns = random.sample(range(len(self._table.columns)), random.randrange(1, 9))
        rows = random.sample(range(len(self._table.rows)), random.randrange(1, 12))
        heads = [self._head(random, place) for place in columns]
        numbers = [[str(random.randrange(60)) for _ in columns] for _ in rows]
        sheet = [[self._table.rows[row].name.zh, *line] for row, line in zip(rows, numbers, strict=True)]
        sheet.insert(0, ["单位", *heads])
        if random.random() < 0.3:
            sums = [str(sum(int(line[place]) for line in numbers)) for place in range(len(columns))]
            sheet.append(["合　计", *sums])
        if random.random() < 0.3:
            sheet = [["序号", *sheet[0]], *([str(place), *line] for place, line in enumerate(sheet[1:], 1))]
        if random.random() < 0.2:
            sheet = [line[1:] for line in sheet]
        return sheet[1:] if random.random() < 0.2 else sheet

    def _head(self, random: random.Random, place: int) -> str:
        column = self._table.columns[place]
        post = {"civil": "行政", "institution": "事业", "contract": "编外", "certified": "持证"}[column.post]
        team = "其他人员" if column.team == "other_staff" else column.name.zh
        return random.choice((f"{team}{post}", f"{team}\n{post}（人）", f" {team} - {post}"))

    def _check(self, plan: Pasting, text: str) -> None:
        """Every number that lands stands in the line of its unit."""
        lines = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline=""), "excel-tab"))
        for line, row in plan.rows:
            there = {whole_in(cell, "people") for cell in lines[line]}
            landed = {plan.values[cell.path] for cell in row.cells if cell.path in plan.values}
            if not landed <= there:
                raise Fault(f"{landed - there} landed from line {line + 1}: {lines[line]}")
        reached = {cell.path for _line, row in plan.rows for cell in row.cells}
        if not plan.values.keys() <= reached:
            raise Fault(f"landed elsewhere: {sorted(plan.values.keys() - reached)[:5]}")


class Stores:
    """Stores of results: flipped and cut files, and sound files with nonsense inside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.county = folder / COUNTY.name
        shutil.copy(COUNTY, self.county)
        self.pristine = folder / "pristine.sqlite"
        for verb in (("run", self.county), ("compare", self.county, "--with", "whistle")):
            code, _out, err = command(*verb, "--replications", 3, "--jobs", 1, "--store", self.pristine)
            if code:
                raise Fault(err)
        self._content = self.pristine.read_bytes()
        self._figures = {study: self._shown(self.pristine, study) for study in (1, 2)}
        if not all(self._figures.values()):
            raise Fault("a sound store shows no figures")

    def _shown(self, store: Path, study: int) -> dict[tuple[str, ...], tuple[int, float]] | None:
        code, out, _err = command("results", "show", study, "--json", "--store", store)
        return None if code else _means(out)

    def attempt(self, random: random.Random) -> str:
        store = self.folder / "results.sqlite"
        for beside in ("", "-wal", "-shm"):
            Path(f"{store}{beside}").unlink(missing_ok=True)
        if random.random() < 0.5:
            store.write_bytes(spoiled_bytes(random, self._content))
        else:
            shutil.copy(self.pristine, store)
            self._put_nonsense(random, store)
        language = _language(random)
        outcomes = []
        for arguments in random.sample(
            (
                ("results", "list"),
                ("results", "list", "--json"),
                ("results", "show", 1),
                ("results", "show", 2),
                ("results", "export", 1, "--out", self.folder / "figures.csv"),
                ("results", "export", 2, "--out", self.folder / "figures.xlsx"),
                ("results", "resume", 1),
            ),
            3,
        ):
            outcomes.append(command(*arguments, *language, "--store", store)[0])
        for study, expected in self._figures.items():
            self._compare(self._shown(store, study), expected, f"study {study}")
        asked = ("run", self.county, "--replications", 3, "--jobs", 1, "--json", "--store", store)
        code, out, _err = command(*asked, *language)
        if code == 0:
            self._compare(_means(out), self._figures[1], "the same question", whole=True)
        return "refused" if code else "answered"

    @staticmethod
    def _compare(
        found: dict[tuple[str, ...], tuple[int, float]] | None,
        expected: dict[tuple[str, ...], tuple[int, float]] | None,
        what: str,
        whole: bool = False,
    ) -> None:
        if found is None or expected is None:
            return
        for key, value in found.items():
            if key in expected and value != expected[key] and (whole or value[0] == expected[key][0]):
                raise Fault(f"other figures of {what}: {key} {expected[key]} became {value}")
        if whole and found.keys() != expected.keys():
            raise Fault(f"other figures of {what}: {sorted(found.keys() ^ expected.keys())[:5]}")

    @staticmethod
    def _put_nonsense(random: random.Random, store: Path) -> None:
        with closing(sqlite3.connect(store)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for _ in range(random.choice((1, 1, 3))):
                table = random.choice([name for name in tables if not name.startswith("sqlite_")])
                columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
                column = random.choice(columns)
                rows = connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
                if not rows:
                    continue
                (old,) = random.choice(rows)
                new = random.choice((*_nonsense(random, old), random.choice(rows)[0]))
                try:
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} IS ?", (new, old))
                except sqlite3.Error:
                    continue
            connection.commit()


def _nonsense(random: random.Random, old: object) -> tuple[Any, ...]:
    """What may stand in a column in the place of what was there."""
    plain: tuple[Any, ...] = (
        None,
        "",
        "x",
        "\x1b[2J",
        -1,
        0,
        2**62,
        1e308,
        float("inf"),
        b"",
        b"x",
        random.choice(WORDS),
    )
    if isinstance(old, bytes):
        return (*plain, spoiled_bytes(random, old), zlib.compress(b"0" * 50_000_000), zlib.compress(b"{}"))
    if isinstance(old, str) and old[:1] in ("{", "["):
        try:
            spoiled = {"x": json.loads(old)}
            return (*plain, json.dumps(spoiled_tables(random, spoiled)["x"], default=str))
        except (KeyError, TypeError, ValueError):
            return plain
    return plain


def _means(out: str) -> dict[tuple[str, ...], tuple[int, float]]:
    """Every figure of a printed result by what it is: of how many replications, and its value."""
    found: dict[tuple[str, ...], tuple[int, float]] = {}

    def walk(node: Any, above: tuple[str, ...]) -> None:
        if isinstance(node, list):
            for inner in node:
                walk(inner, above)
        elif isinstance(node, dict):
            for figure in ("mean", "base", "other", "difference"):
                if "indicator" in node and isinstance(node.get(figure), float):
                    what = (str(node.get(name, "")) for name in ("indicator", "family", "by", "key"))
                    found[(*above, *what, figure)] = (int(node.get("n", 0)), node[figure])
            for name, inner in node.items():
                walk(inner, (*above, name))

    for place, line in enumerate(filter(None, out.splitlines())):
        walk(json.loads(line), (str(place),))
    return found


KINDS: dict[str, type[Kind]] = {
    "scenarios": Scenarios,
    "tables": RecordedTables,
    "blocks": PastedBlocks,
    "stores": Stores,
}
