import subprocess
import sys
from html import escape
from pathlib import Path

import attrs
import polars as pl
import pytest

import planner
from planner.files import scenario_hash
from planner.model.text import Text
from planner.wording import set_language

SMALL = """
[time]
start = 2025-03-03
days = 7
[kinds.town]
title = "town"
[townships.east]
name = "East"
kind = "town"
residents = 10_000
area_km2 = 50
teams.office = { staff = 3, intake = true, handles = ["*"] }
[case_types.hall]
name = "hall"
family = "service"
per_1000_residents_year = 300
channels = { window = 1 }
deadline_days = 1
fact = { hours = 0.25 }
"""

FRONT_DOOR = {
    "PlannerError",
    "Scenario",
    "__version__",
    "check",
    "compare",
    "figures",
    "load",
    "run",
    "simulate",
    "sweep",
}
"""The documented names; the README lists them."""


def test_the_front_door_has_the_documented_names():
    assert set(planner.__all__) == FRONT_DOOR
    assert set(dir(planner)) == FRONT_DOOR


def test_every_name_leads_somewhere():
    for name in planner.__all__:
        assert getattr(planner, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(planner, "compare_everything")


def test_importing_the_planner_loads_nothing_heavy():
    code = "import planner, sys; print([name for name in ('numpy', 'scipy', 'simpy', 'polars') if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_a_notebook_gets_from_a_file_to_figures(tmp_path):
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    scenario = planner.load(file)
    assert planner.check(scenario).headline.townships == 1
    rows = planner.simulate(scenario)
    alone = planner.figures(rows)
    together = planner.run([scenario], replications=1, jobs=1).runs[0].replications[0].figures
    assert together == alone


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    return planner.load(file)


def told(ask):
    """The problems with which a call is refused: path, kind and the nearest right name."""
    with pytest.raises(planner.PlannerError) as refused:
        ask()
    return [(problem.path, problem.kind, problem.nearest) for problem in refused.value.problems]


@pytest.mark.parametrize("families", [["enforcment"], "enforcment", ("service", "enforcment")])
def test_a_misspelt_family_is_refused_with_the_nearest_one(small, families):
    asks = (
        lambda: planner.run([small], families=families),
        lambda: planner.compare(small, [small], families=families),
        lambda: planner.simulate(small, families=families),
    )
    for ask in asks:
        assert told(ask) == [("families", "unknown-name", "enforcement")]


def test_a_name_in_the_place_of_a_list_is_a_list_of_one(small):
    assert planner.simulate(small, families="service").families == ("service",)
    result = planner.run(small, families="service", by="township", replications=1, jobs=1)
    (replication,) = result.runs[0].replications
    assert {key.by for key in replication.figures} == {"county", "township"}
    assert planner.compare(small, small, families="service", replications=2, jobs=1).replications == 2


@pytest.mark.parametrize("wrong", [True, 2.0, "2", None, -1, 10**30, 10**4_000, float("nan")])
def test_numbers_out_of_range_are_refused_in_words(small, wrong):
    assert [path for path, *_ in told(lambda: planner.run([small], replications=wrong))] == ["replications"]
    assert [path for path, *_ in told(lambda: planner.compare(small, [small], seed=wrong))] == ["seed"]
    assert [path for path, *_ in told(lambda: planner.simulate(small, replication=wrong))] == ["replication"]


@pytest.mark.parametrize("wrong", [0, -0.5, float("nan"), float("inf"), "0.9", True, None])
def test_a_limit_that_no_team_can_have_is_refused(small, wrong):
    assert [path for path, *_ in told(lambda: planner.check(small, limit=wrong))] == ["limit"]


def test_everything_wrong_with_a_request_is_told_at_once(small):
    found = told(
        lambda: planner.run(
            [small], replications=0, jobs=0, seed=-1, families=["dispte"], by=["townshp"], keep_rows=["x"]
        )
    )
    assert sorted(path for path, *_ in found) == ["by", "families", "jobs", "keep_rows", "replications", "seed"]


def test_what_is_no_scenario_is_refused_in_words(small):
    wrong_type = [("scenario", "wrong-type", "")]
    assert told(lambda: planner.check("small.toml")) == wrong_type
    assert told(lambda: planner.simulate("small.toml")) == wrong_type
    assert told(lambda: planner.run(["small.toml"])) == [("scenarios", "wrong-type", "")]
    assert told(lambda: planner.compare("small.toml", [None]))[0] == ("base", "wrong-type", "")


def test_the_differences_that_matter_are_written_in_words(small):
    found = planner.compare(small, [small], replications=2, jobs=1, matters={"resolution_time_mean": "1d"})
    assert {one.figure.indicator for one in found.alternatives[0].findings if one.matters_stated} == {
        "resolution_time_mean"
    }
    matters = {"resolution_tme_mean": "1d", "on_time_rate": "much"}
    found = told(lambda: planner.compare(small, [small], matters=matters))
    assert found == [("matters", "unknown-name", "resolution_time_mean"), ("matters", "not-an-amount", "")]
    assert told(lambda: planner.compare(small, [small], confidence=1.0)) == [("confidence", "out-of-range", "")]


def test_figures_take_known_groupings_and_a_time_above_nothing(small):
    rows = planner.simulate(small)
    assert told(lambda: planner.figures(rows, by="townshp")) == [("by", "grouping", "township")]
    for wrong in (0, -1.0, float("nan"), "90"):
        assert [path for path, *_ in told(lambda wrong=wrong: planner.figures(rows, cut_off_hours=wrong))] == [
            "cut_off_hours"
        ]


def sentences(ask):
    """The words of the error with which a call is refused."""
    with pytest.raises(planner.PlannerError) as refused:
        ask()
    return str(refused.value)


def test_an_error_is_told_in_sentences(small, tmp_path):
    wrong = sentences(lambda: planner.run([small], families="enforcment", replications=0))
    assert wrong == (
        "replications: must be from 1 to 1,000,000 (got 0).\n"
        "families: There is no family enforcment. Did you mean enforcement?"
    )
    assert (
        sentences(lambda: planner.load(tmp_path / "none.toml")) == f"{tmp_path / 'none.toml'}: There is no such file."
    )


def test_an_error_is_told_in_the_language_that_is_chosen(small):
    set_language("zh")
    assert sentences(lambda: planner.run([small], replications=0)).startswith("replications：须")


def test_names_in_what_ifs_are_told_with_the_nearest_right_one(small):
    assert told(lambda: small.with_measures(["whistl"])) == [("", "unknown-name", "whistle")]
    assert told(lambda: small.with_values({"townships.*.teams.ofice.staff": 2}))[0][1:] == ("no-match", "office")
    for wrong in (7, [7], None):
        assert told(lambda wrong=wrong: small.with_measures(wrong)) == [("measures", "wrong-type", "")]
    assert told(lambda: small.with_values(7)) == [("values", "wrong-type", "")]


def test_a_script_without_a_guard_runs_on_processes(tmp_path):
    """Spawned processes run the script of their parent again, unless they are kept from it."""
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        "import planner\n"
        "result = planner.run([planner.load('small.toml')], replications=2, jobs=2)\n"
        "print(len(result.runs[0].replications))\n",
        encoding="utf-8",
    )
    ended = subprocess.run([sys.executable, script.name], capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("2\n", "", 0)


LAIYANG = Path(__file__).parents[1] / "scenarios" / "laiyang" / "current.toml"


def shown_short(value, *words):
    """That a value is shown in a few short lines which hold these words, by itself and in a notebook."""
    told, html = repr(value), value._repr_html_()
    assert len(told) < 800 and 2 <= len(told.splitlines()) <= 9, told
    for word in words:
        assert word in told and escape(word) in html
    return told


def test_what_the_front_door_returns_is_shown_in_a_few_lines(small):
    shown_short(planner.load(LAIYANG), "laiyang/current", "365 days from 2025-01-01", "18 (chengxiang", "measures")
    shown_short(planner.check(small), "1 townships")
    rows = planner.simulate(small)
    shown_short(rows, "replication 0, seed 1", "small", f"{len(rows.steps.case)}")
    shown_short(planner.figures(rows), "counter", "resolution_time_mean")
    result = planner.run([small, small], replications=2, jobs=1)
    shown_short(result, "2 scenarios, 2 replications of each", "counter.resolution_time_mean", "±")
    assert len(repr(result.runs[0].replications[0])) < 800
    comparison = planner.compare(small, [small.with_values({"time.days": 7})], replications=2, jobs=1)
    shown_short(comparison, "1 alternative with", "small (time.days=7)", "counter.on_time_rate", "no-difference")
    shown_short(comparison.alternatives[0], "2 replications")
    shown_short(planner.compare(small, [small] * 20, replications=2, jobs=1), "20 alternatives", "15 more")


def test_words_from_a_file_do_not_act_in_a_notebook(small):
    named = attrs.evolve(small, title=Text(en="<script>\x1b[31m" + "x" * 5000))
    assert "<script>" not in named._repr_html_() and "\x1b" not in named._repr_html_() + repr(named)
    assert shown_short(named)


def test_results_are_frames(small):
    result = planner.run([small, small], replications=2, jobs=1)
    frame = result.to_frame()
    key = ("scenario_number", "indicator", "family", "by", "key")
    assert frame.columns[-3:] == ["n", "mean", "half_width"] and not frame.select(key).is_duplicated().any()
    values = result.to_frame(by_replication=True)
    assert values.height == sum(len(one.figures) for run in result.runs for one in run.replications)
    means = values.group_by(key).agg(pl.col("value").mean()).join(frame, on=key)
    assert (means["value"] - means["mean"]).abs().max() < 1e-9
    comparison = planner.compare(small, [small, small], replications=2, jobs=1)
    findings = comparison.to_frame()
    assert findings.height == sum(len(one.findings) for one in comparison.alternatives)
    assert findings["scenario_number"].unique().to_list() == [2, 3] and "verdict" in findings.columns


def test_rows_and_figures_are_frames(small):
    rows = planner.simulate(small)
    cases, steps, figures = rows.case_frame(), rows.step_frame(), planner.figures(rows)
    assert cases.height == len(rows.cases.reported) and set(cases["township"]) == {"east"}
    assert steps.height == len(rows.steps.case) and set(steps["case_id"]) <= set(cases["case_id"])
    assert figures.to_frame()["value"].to_list() == list(figures.values())


POINTS = [{"townships.east.teams.office.staff": 2, "measure:whistle": False}, {"townships.east.teams.office.staff": 4}]
FRAME = pl.DataFrame({"townships.east.teams.office.staff": [2.0, 4.0], "time.days": [7, 6]})


def test_a_table_of_points_is_swept(small, tmp_path):
    swept = planner.sweep(small, FRAME, replications=2, jobs=1)
    assert [run.scenario.time.days for run in swept.runs] == [7, 6]
    assert [run.scenario.townships["east"].teams["office"].staff.institution for run in swept.runs] == [2, 4]
    assert swept.to_frame().columns[:3] == ["point", *FRAME.columns]
    shown_short(swept, "2 points", "counter.")
    FRAME.write_csv(tmp_path / "points.csv")
    rows = FRAME.to_dicts()
    for same in (tmp_path / "points.csv", str(tmp_path / "points.csv"), rows):
        assert planner.sweep(small, same, replications=2, jobs=1).to_frame().equals(swept.to_frame())


def test_a_row_is_the_scenario_with_its_values(small):
    (row, *_others) = FRAME.to_dicts()
    (run,) = planner.sweep(small, [row], replications=1, jobs=1).runs
    whole = {path: int(value) for path, value in row.items()}
    assert scenario_hash(run.scenario) == scenario_hash(small.with_values(whole))
    (run,) = planner.sweep(small.with_values({"time.days": 5}), [{"measure:whistle": True}], replications=1).runs
    assert run.scenario.measures == ("whistle",) and run.scenario.time.days == 5
    assert run.scenario.with_values({"time.days": 3}).measures == ("whistle",)
    (run,) = planner.sweep(small.with_measures("whistle"), [{"measure:whistle": False}], replications=1).runs
    assert run.scenario.measures == ()


def test_what_is_no_table_of_points_is_refused(small):
    for wrong in (7, [7], None):
        assert told(lambda wrong=wrong: planner.sweep(small, wrong)) == [("points", "wrong-type", "")]
    lacking = told(lambda: planner.sweep(small, POINTS))
    assert lacking == [("measure:whistle", "points-cell", "")]
    assert told(lambda: planner.sweep(small, [{"time.dys": 7}])) == [("time.dys", "no-match", "days")]
    assert told(lambda: planner.sweep(small, []))[0][1] == "points-none"
    assert told(lambda: planner.sweep("small.toml", FRAME, replications=0))[0] == ("base", "wrong-type", "")


def test_a_table_of_points_is_compared(small):
    frame = FRAME.select(pl.first().cast(int))
    comparison = planner.compare(small, points=frame, replications=2, jobs=1)
    assert [one.run.scenario.title.in_language("en") for one in comparison.alternatives] == [
        "small + office.staff=2",
        "small + office.staff=4",
    ]
    alone = planner.compare(small, [small.with_values(row) for row in frame.to_dicts()], replications=2, jobs=1)
    assert [one.findings for one in comparison.alternatives] == [one.findings for one in alone.alternatives]
