"""What makes two studies the same."""

from __future__ import annotations

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
def test_other_draws_or_figures_make_another_study(changes: dict[str, Any]) -> None:
    assert asked(**changes).key(HASHES, "1") != asked().key(HASHES, "1")


def test_other_scenarios_another_order_and_another_program_make_another_study() -> None:
    keys = [asked().key(hashes, "1") for hashes in (HASHES, HASHES[::-1], HASHES[:1], [*HASHES, HASHES[0]])]
    assert len({*keys, asked().key(HASHES, "2")}) == 5


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
def test_how_far_a_study_goes_and_how_it_is_shown_makes_no_other(changes: dict[str, Any]) -> None:
    assert asked(**changes).key(HASHES, "1") == asked().key(HASHES, "1")


def test_a_staffing_of_a_search_is_no_study_that_was_asked_for() -> None:
    assert asked(verb="staff").key(HASHES, "1") not in (asked().key(HASHES, "1"), asked(verb="run").key(HASHES, "1"))
    assert asked(verb="staff", options={"target": "x"}).key(HASHES, "1") == asked(verb="staff").key(HASHES, "1")


def test_the_order_of_options_makes_no_other_study() -> None:
    one = asked(families=("service", "dispute"), by=("level", "township"))
    two = asked(families=("dispute", "service", "service"), by=("township", "level"))
    assert one.key(HASHES, "1") == two.key(HASHES, "1")


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
