"""What makes two studies the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner.store.request import read, written
from tests.store.conftest import asked

HASHES = ["a" * 32, "b" * 32]


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 2},
        {"cut_off_hours": 168.5},
        {"families": ("service",)},
        {"by": ("township",)},
        {"trace": "c0ffee"},
    ],
)
def test_other_draws_or_figures_share_no_results(changes: dict[str, Any]) -> None:
    assert asked(**changes).pool_key(HASHES, "1") != asked().pool_key(HASHES, "1")


def test_other_scenarios_another_order_and_another_program_share_no_results() -> None:
    keys = [asked().pool_key(hashes, "1") for hashes in (HASHES, HASHES[::-1], HASHES[:1], [*HASHES, HASHES[0]])]
    assert len({*keys, asked().pool_key(HASHES, "2")}) == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"replications": 99},
        {"precision": ("5%",)},
        {"verb": "compare"},
        {"options": {"by": ["level"]}},
        {"cut_off_hours": 168},
    ],
)
def test_studies_that_go_another_way_or_are_shown_otherwise_share_their_results(changes: dict[str, Any]) -> None:
    assert asked(**changes).pool_key(HASHES, "1") == asked().pool_key(HASHES, "1")


@pytest.mark.parametrize(
    "changes",
    [{"replications": 99}, {"precision": ("5%",)}, {"verb": "compare"}, {"options": {"matters": ["cost=1%"]}}],
)
def test_but_they_are_studies_of_their_own(changes: dict[str, Any]) -> None:
    contents = [b"one", b"two"]
    assert asked(**changes).key("pool", contents) != asked().key("pool", contents)
    assert asked().key("pool", contents) != asked().key("pool", [b"one", b"other words"])
    assert asked().key("pool", contents) == asked().key("pool", contents)


def test_a_staffing_of_a_search_is_no_study_that_was_asked_for() -> None:
    assert asked(verb="staff").pool_key(HASHES, "1") not in (
        asked().pool_key(HASHES, "1"),
        asked(verb="run").pool_key(HASHES, "1"),
    )
    one, two = asked(verb="staff", options={"target": "x"}), asked(verb="staff", replications=9)
    assert one.key("pool", [b"one"]) == two.key("pool", [b"two"])
    assert asked(verb="staff", options={"target": "x"}).pool_key(HASHES, "1") == asked(verb="staff").pool_key(
        HASHES, "1"
    )


def test_the_order_of_families_and_groupings_makes_no_other_draws() -> None:
    one = asked(families=("service", "dispute"), by=("level", "township"))
    two = asked(families=("dispute", "service", "service"), by=("township", "level"))
    assert one.pool_key(HASHES, "1") == two.pool_key(HASHES, "1")


def test_a_request_is_read_as_it_was_written() -> None:
    request = asked(
        families=("service",),
        by=("level",),
        trace="x",
        precision=("backlog_end=3",),
        verb="compare",
        options={"matters": ["cost=1%"], "most": 200, "stress": None},
    )
    assert read(written(request)) == request
    assert read(written(asked())) == asked()


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": -1},
        {"seed": 1.5},
        {"seed": True},
        {"seed": 2**64},
        {"replications": -3},
        {"replications": "3"},
        {"cut_off_hours": 0.0},
        {"cut_off_hours": float("inf")},
        {"cut_off_hours": "1"},
        {"families": "service"},
        {"by": [1]},
        {"trace": None},
        {"since": None},
        {"since": "soon"},
        {"verb": 3},
        {"options": []},
        {"more": 1},
    ],
)
def test_nonsense_is_no_request(changes: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError, LookupError)):
        read(json.dumps(json.loads(written(asked())) | changes))
    for text in ("", "{}", "[]", "null", "\x00"):
        with pytest.raises((ValueError, TypeError, LookupError)):
            read(text)
