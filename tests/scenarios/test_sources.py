"""Every value of every shipped scenario and measure says where it comes from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = sorted(SCENARIOS.rglob("*.toml"))
MEASURES = [file for file in FILES if file.parent.name == "measures"]
TAGS = {"documented", "statute", "measured", "derived", "assumption"}
ABOUT = {"format", "extends", "measures", "title", "description", "timeline", "sources"}
"""Top-level keys that say what a file is, not how the county works."""
NAMES = {"name", "title"}

Keys = tuple[str, ...]


def name(file: Path) -> str:
    return file.relative_to(SCENARIOS).as_posix()


def leaves(table: dict[str, Any], path: Keys = ()) -> Iterator[Keys]:
    for key, value in table.items():
        if key in NAMES or (not path and key in ABOUT):
            continue
        if isinstance(value, dict) and value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key)


COMPUTED = {
    "staff-by-load": ["townships.*.teams.*.staff", "townships.*.teams.*.certified", "townships.*.quota"],
    "people-follow-tasks": [
        "townships.*.teams.*.staff",
        "townships.*.teams.*.certified",
        "townships.*.quota",
        "departments.*.team",
        "departments.*.quota",
    ],
    "finance-follows": ["townships.*.teams.*.vacancies", "townships.*.budget"],
}
"""What the changes write that are worked out when a measure is applied."""


def made_by_merging(change: dict[str, Any]) -> str:
    """Where the merged whole stands."""
    into, merged = change.get("into", ""), change["merge"][0]
    if "teams" not in merged:
        return "townships"
    return into if "." in into else f"{merged.rpartition('.')[0]}.{into}"


def changed(measure: dict[str, Any]) -> Iterator[Keys]:
    """The paths that a measure, or an entry of a timeline, changes, down to the single value.

    What a timeline merges is arithmetic on what stood there; a measure says why it merges.
    """
    for change in measure["changes"]:
        if "compute" in change:
            yield from (tuple(path.split(".")) for path in COMPUTED[change["compute"]])
        if "merge" in change and "group" in measure:
            yield tuple(made_by_merging(change).split("."))
        for kind in ("set", "scale", "add", "from", "to"):
            if kind in change:
                path = tuple(change[kind].split("."))
                value = change.get("value")
                yield from leaves(value, path) if isinstance(value, dict) else [path]


def covers(pattern: str, path: Keys) -> bool:
    keys = pattern.split(".")
    return len(keys) <= len(path) and all(key in ("*", part) for key, part in zip(keys, path, strict=False))


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_value_has_a_source(file: Path) -> None:
    content = read(file)
    if "changes" in content:
        paths = list(changed(content))
    elif "measures" in content and "extends" not in content:
        pytest.skip("a package states no values")
    else:
        entries = content.get("timeline", [])
        paths = [*leaves(content), *(path for entry in entries if "changes" in entry for path in changed(entry))]
    assert paths or "extends" in content
    sources = content.get("sources", {})
    bare = [".".join(path) for path in paths if not any(covers(pattern, path) for pattern in sources)]
    assert bare == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_sources_say_what_their_tag_promises(file: Path) -> None:
    for pattern, source in read(file).get("sources", {}).items():
        where = f"{name(file)}: {pattern}"
        if source == "assumption":
            continue
        assert source["tag"] in TAGS, where
        note = source.get("note", {})
        if source["tag"] != "assumption":
            assert source["source"], where
        # Why this guess; or the words of the document, the rule, the arithmetic.
        assert note["zh"] and note["en"], where
        if source["tag"] == "derived":
            assert all(re.search(r"\d.* = [\d,]+", words) for words in note.values()), where


@pytest.mark.parametrize("file", MEASURES, ids=name)
def test_measures_say_what_they_are_and_who_did_them(file: Path) -> None:
    measure = read(file)
    for words in (measure["title"], measure["description"]):
        assert words["zh"] and words["en"]
    assert measure["origin"]["document"] in {"chengdu", "laiyang", "zhangjiagang", "sichuan", "weifang"}
    assert measure["origin"]["quote"]


@pytest.mark.parametrize("file", FILES, ids=name)
def test_sources_are_documents_a_reader_can_ask_for(file: Path) -> None:
    assert not re.search(r"\.md\b|EVIDENCE|MEASURES\b|\.\./shared", file.read_text(encoding="utf-8"))
