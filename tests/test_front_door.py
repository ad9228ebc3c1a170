import importlib
import subprocess
import sys

import planner

FRONT_DOOR = {"PlannerError", "Scenario", "__version__", "check", "compare", "figures", "load", "run", "simulate"}
"""The documented names; the README lists them."""


def test_the_front_door_has_the_documented_names():
    assert set(planner.__all__) == FRONT_DOOR
    assert set(dir(planner)) == FRONT_DOOR


def test_every_name_leads_somewhere():
    for name in planner.__all__:
        assert getattr(planner, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(planner, "compare_everything")


def test_load_stays_the_function_whatever_was_imported_before():
    importlib.import_module("planner.load")
    importlib.import_module("planner.load.check")
    from planner.files import read_scenario

    assert planner.load is read_scenario


def test_importing_the_planner_loads_nothing_heavy():
    code = "import planner, sys; print([name for name in ('numpy', 'scipy', 'simpy', 'polars') if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_a_notebook_gets_from_a_file_to_figures(tmp_path):
    file = tmp_path / "small.toml"
    file.write_text(
        """
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
        """,
        encoding="utf-8",
    )
    scenario = planner.load(file)
    assert planner.check(scenario).headline.townships == 1
    rows = planner.simulate(scenario)
    alone = planner.figures(rows)
    together = planner.run([scenario], replications=1, jobs=1).runs[0].replications[0].figures
    assert together == alone
