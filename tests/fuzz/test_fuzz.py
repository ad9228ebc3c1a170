"""Spoiled inputs are refused in words or taken for what they are; and what would be a fault is found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzz import attempts
from kinds import KINDS, Fault, command


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("numbers", [range(40), pytest.param(range(40, 400), marks=pytest.mark.slow)], ids=["", "many"])
def test_spoiled_inputs_are_refused_in_words_or_taken_for_what_they_are(
    kind: str, numbers: range, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_STORE", str(tmp_path / "default.sqlite"))
    found = list(attempts(kind, 1, numbers, tmp_path))
    assert [one["traceback"] for one in found if "fault" in one] == []
    # Neither would a test be one in which all is refused, nor one in which all is taken.
    assert len({one["outcome"] for one in found if "outcome" in one}) > 1


class Broken:
    """A kind of input that the program does not bear."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def attempt(self, random: random.Random) -> str:
        raise random.choice((ZeroDivisionError("by nothing"), Fault("ok, but empty")))


def test_a_fault_is_found_and_the_next_mutation_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "broken", Broken)
    found = list(attempts("broken", 1, range(20), tmp_path))
    assert len(found) == 21
    assert {one["fault"] for one in found[1:]} == {"ZeroDivisionError: by nothing", "Fault: ok, but empty"}


def test_control_characters_and_other_exit_codes_are_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    for code, printed in ((0, "\x1b[2J"), (0, "a\u202eb"), (1, "words")):

        def main(_arguments: object, code: int = code, printed: str = printed) -> None:
            print(printed)
            raise SystemExit(code)

        monkeypatch.setattr("kinds.main", main)
        with pytest.raises(Fault):
            command("check")
