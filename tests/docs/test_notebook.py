"""The page on notebooks works: its code runs as it stands, and is the same in both languages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs" / "notebook.md", ROOT / "docs" / "notebook.zh.md")


def code(page: Path) -> str:
    """The code of a page, in order."""
    return "\n".join(re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.S))


def test_the_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    # To begin processes takes longer than what they would do here.
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: {0}, raising=False)
    names: dict[str, object] = {}
    exec(compile(code(PAGES[0]), PAGES[0].name, "exec"), names)
    assert "Did you mean whistle?" in capsys.readouterr().out
    marks = [mark.tag.rpartition("}")[2] for mark in ElementTree.parse(tmp_path / "times.svg").iter()]
    assert (marks.count("circle"), marks.count("path")) == (8, 8)
    assert len(names["swept"].points) == 8  # type: ignore[attr-defined]


def test_both_languages_have_the_same_code() -> None:
    first, second = (re.sub(r"  # .*", "", code(page)) for page in PAGES)
    assert first == second


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link
