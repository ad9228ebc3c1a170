"""Problems of an open scenario are told by names, never by ids and paths that have names."""

from __future__ import annotations

from pathlib import Path

import pytest

import planner
from planner.editing import Document
from planner.errors import Problem
from planner.wording import set_language
from planner.wording.problem_words import ProblemWords

TUTORIAL = Path(planner.__file__).parents[1] / "scenarios" / "tutorial.toml"


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    document = Document.open(TUTORIAL, drafts=tmp_path_factory.mktemp("drafts"))
    yield ProblemWords(document.state)
    document.close()


@pytest.mark.parametrize(
    ("pattern", "part", "told"),
    [
        (
            "townships.@strong-town.powers.street-order",
            "@strong-town",
            "Townships of the kind “strong-town”: there are none here, so nothing is set at Powers › Street order.",
        ),
        ("townships.@town", "@town", "Townships of the kind “Town”: there are none here."),
        (
            "townships.*.linkage.return_days",
            "*",
            "Townships: there are none here, so nothing is set at Linkage with departments › Until a case is returned.",
        ),
        (
            "townships.example.teams.squad.certified",
            "squad",
            "squad in Example Town › squad › Certified officers matches nothing.",
        ),
        ("staf", "staf", "staf matches nothing."),
    ],
)
def test_what_a_change_speaks_of_and_is_not_there_is_told_by_names(words, pattern, part, told):
    set_language("en")
    problem = Problem(kind="no-match", path="changes[1].set", facts={"pattern": pattern, "part": part})
    assert words.what(problem) == told
