"""Points of a sweep: what is asked for, how it is read, and how samples spread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import RequestError
from planner.experiments.design import MOST_POINTS, MOST_REPLICATIONS, Range, design


def problems(*vary: str, sample: str | None = None, replications: int = 1) -> list[tuple[str, str]]:
    with pytest.raises(RequestError) as caught:
        design(vary, sample, replications=replications)
    return [(problem.kind, problem.path) for problem in caught.value.problems]


def test_a_grid_is_every_combination_in_order() -> None:
    found = design(["townships.*.teams.office.staff=3, 4", "measure:whistle"])
    assert found.size == 4
    assert [tuple(point.items()) for point in found.points()] == [
        (("townships.*.teams.office.staff", staff), ("measure:whistle", on)) for staff in (3, 4) for on in (False, True)
    ]


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("1,2.5,1e2", (1, 2.5, 100.0)),
        ("１２，３．５", (12, 3.5)),
        ("12①,3²,12#,3＃4", ("12①", "3²", "12#", "3＃4")),
        ("referral，whistle", ("referral", "whistle")),
        ('true,false,"true"', (True, False, "true")),
        ("2025-01-01,2025-02-01x", None),
        ("-3,+4,0x10", (-3, 4, 16)),
        ("3,3,3.0", (3, 3.0)),
        ("1\ny = 2", ("1\ny = 2",)),
    ],
)
def test_values_are_read_as_toml_reads_them(written: str, values: tuple[object, ...] | None) -> None:
    (axis,) = design([f"linkage.x={written}"]).levels
    if values is not None:
        assert [(type(value), value) for value in axis.values] == [(type(value), value) for value in values]
    else:
        assert str(axis.values[0]) == "2025-01-01" and axis.values[1] == "2025-02-01x"


@pytest.mark.parametrize(
    "text",
    ["", "linkage.rule", "linkage.rule=", "=3", "a=1,,2", "measure:", "measure:whistle=on", "a=1..x", "a=1..1e20"],
)
def test_what_is_no_axis_is_refused(text: str) -> None:
    assert problems(text) == [("vary-form", "--vary")]


@pytest.mark.parametrize("text", ["lhs", "lhs:", "lhs:0", "lhs:-4", "lhs:2.5", "latin:4", f"lhs:{10**40}", ""])
def test_what_is_no_sample_is_refused(text: str) -> None:
    assert problems("linkage.preparation_hours=1..2", sample=text) == [("sample-form", "--sample")]


def test_everything_wrong_is_said_at_once() -> None:
    path = "departments.*.team.staff"
    assert problems(f"{path}=2.7,3", f"{path}=1.5..4", "x=5..4", "linkage.rule", sample="no") == [
        ("wrong-type", f"--vary {path}"),
        ("wrong-type", f"--vary {path}"),
        ("range-order", "--vary x"),
        ("vary-form", "--vary"),
        ("sample-form", "--sample"),
    ]


def test_ranges_and_samples_need_each_other() -> None:
    assert problems("linkage.return_days=1..2") == [("range-without-sample", "--vary")]
    assert problems("linkage.return_days=1,2", sample="lhs:8") == [("sample-without-range", "--sample")]


def test_an_axis_is_named_once() -> None:
    assert problems("a=1,2", "a=3..4", "measure:x", "measure:x") == [("varied-twice", "--vary")] * 2


def test_sizes_are_bounded_before_anything_is_made() -> None:
    thousand = ",".join(map(str, range(1_000)))
    assert design([f"a={thousand}"]).size == MOST_POINTS
    assert problems(f"a={thousand}", "b=1,2") == [("too-many-points", "--vary")]
    for sample in ("lhs:999999999", f"lhs:{10**12}", f"sobol:{2**40}"):
        assert problems("a=1..2", sample=sample) == [("too-many-points", "--vary")]
    assert problems("a=1,2", replications=MOST_REPLICATIONS // 2 + 1) == [("too-many-replications", "--replications")]


def test_sobol_points_come_in_powers_of_two() -> None:
    with pytest.raises(RequestError) as caught:
        design(["a=0..1"], "sobol:100")
    (problem,) = caught.value.problems
    assert (problem.kind, problem.facts) == ("not-a-power-of-2", {"below": 64, "above": 128, "got": 100})
    assert design(["a=0..1"], "sobol:1").size == 1


@pytest.mark.parametrize("method", ["lhs", "sobol"])
def test_each_number_of_a_sample_lies_in_a_slice_of_its_own(method: str) -> None:
    found = design(["a=10..20", "b=-1..1", "measure:x"], f"{method}:16").points(seed=3)
    assert len(found) == 32
    for on in (False, True):
        half = [point for point in found if point["measure:x"] is on]
        for name, low, high in (("a", 10.0, 20.0), ("b", -1.0, 1.0)):
            slices = sorted(int((float(point[name]) - low) / (high - low) * 16) for point in half)  # type: ignore[arg-type]
            assert slices == list(range(16))
    assert [point["a"] for point in found[:2]] == [found[0]["a"]] * 2 or found[0]["measure:x"] is False


def test_samples_follow_the_seed() -> None:
    asked = design(["a=0..1"], "lhs:8")
    assert asked.points(1) == asked.points(1) != asked.points(2)


@given(st.integers(-5, 5), st.integers(1, 9), st.floats(0.0, 1.0, exclude_max=True))
def test_whole_numbers_have_equal_shares(low: int, span: int, share: float) -> None:
    axis = Range(name="a", low=low, high=low + span, whole=True)
    value = axis.at(share)
    assert type(value) is int
    assert value == low + int(share * (span + 1))


def test_a_sampled_number_is_run_as_it_is_printed() -> None:
    axis = Range(name="a", low=0.0, high=1.0, whole=False)
    assert axis.at(1 / 3) == 0.333333
