"""Every command of a document has words, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import planner
from planner.editing import Command
from planner.editing.evaluation import Evaluator
from planner.wording import set_language
from planner.wording.commands import Words, where

ROOT = Path(planner.__file__).parent
FACTS = {
    "path": "townships.guliu.residents",
    "value": 71_000,
    "count": 24,
    "tag": "measured",
    "what": "township",
    "id": "guliu-2",
    "paths": ["townships.guliu", "townships.wandi"],
    "people": 3,
    "source": "departments.ecology.team.staff.civil",
    "target": "townships.guliu.teams.hall.staff.civil",
    "name": "whistle",
    "place": 1,
    "file": "/x/current.toml",
}


def kinds():
    """The kinds of commands that documents and views carry out."""
    found = set()
    for folder in ("editing", "tui/screens/scenario"):
        for file in (ROOT / folder).glob("*.py"):
            text = file.read_text(encoding="utf-8")
            found |= set(re.findall(r'_do(?:_timeline)?\(\s*"([a-z-]+)"', text))
            found |= set(re.findall(r'set_values\([^"]*?,\s*"([a-z-]+)"', text))
    return sorted(found)


@pytest.fixture(scope="module")
def tree():
    file = ROOT.parent / "scenarios" / "laiyang" / "current.toml"
    return Evaluator(file, "before.toml").evaluate({"extends": "before.toml"}).tree


@pytest.fixture(params=["zh", "en"])
def lang(request):
    set_language(request.param)
    yield request.param
    set_language("en")


def test_kinds_are_found():
    assert {"set-value", "choose", "merge", "move-people", "add-entry", "take-over", "set-words"} <= set(kinds())


@pytest.mark.parametrize("kind", kinds())
def test_words(kind, tree, lang):
    told = Words(tree, {"whistle": "吹哨报到"}).of(Command(kind=kind, facts=FACTS, edits=()))
    assert told and told != kind
    assert "{" not in told
    if lang == "zh":
        assert re.search("[一-鿿]", told)


def test_a_paste_says_how_many(tree):
    set_language("en")
    words = Words(tree, {})
    assert words.of(Command(kind="paste", facts={"count": 24}, edits=())) == "paste of 24 numbers"
    assert words.of(Command(kind="choose", facts={"name": "whistle"}, edits=())).endswith("whistle")
    assert words.of(Command(kind="something-new", edits=())) == "something-new"


def test_yes_and_no_are_told_as_the_form_has_them(tree, lang):
    told = Words(tree, {}).of(Command(kind="set-value", facts={"path": "linkage.rated", "value": True}, edits=()))
    assert told.endswith({"zh": "= 是", "en": "= yes"}[lang])


def test_what_is_not_there_is_told_by_the_name_it_had(tree, lang):
    words, name = Words(tree, {}), {"zh": "新城镇", "en": "New Town"}
    shown = name[lang]
    for kind, path in (("add", "townships.new-town"), ("remove", "townships.guliu.teams.new-town")):
        told = words.of(Command(kind=kind, facts={"what": "township", "path": path, "name": name}, edits=()))
        assert shown in told and "new-town" not in told
    facts = {"what": "township", "path": "townships.guliu", "id": "new-town", "name": name}
    told = words.of(Command(kind="duplicate", facts=facts, edits=()))
    assert shown in told and "new-town" not in told
    # Of a journal that was written before names were kept there is the path.
    for names in ({"names": [{"name": name}, {}]}, {}):
        facts = {"what": "township", "paths": ["townships.new-town", "townships.guliu"], "into": "guliu", **names}
        told = words.of(Command(kind="merge", facts=facts, edits=()))
        assert (shown in told, "new-town" in told) == (bool(names), not names)


def test_places(tree, lang):
    told = where(tree, "townships.guliu.residents")
    assert ("古柳街道" if lang == "zh" else "Guliu Street") in told
    assert where(tree, "townships.guliu.resident") == told.rpartition(" › ")[0] + " › resident"
    assert where(tree, "town.guliu") == "town.guliu"
    assert where(tree, "") == ""
