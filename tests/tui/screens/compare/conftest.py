"""A small county in two or more versions, studies of it in a store, and an app that has nothing else to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.widgets import Static

from planner.experiments import run
from planner.files.places import shipped
from planner.model.scenario import Scenario
from planner.store import Store
from planner.studies.spec import request_for
from planner.tui.app import PlannerApp
from planner.tui.frame.screen import PlannerScreen
from planner.tui.settings import Settings
from planner.tui.studies import Studies
from planner.workload.reading import read_scenario

CHANGES = {
    "certified": ("持证", "Certified", "[townships.example.teams.enforcement]\ncertified = 2\n"),
    "whistle": ("吹哨", "Whistle", '[linkage]\nrule = "whistle"\n'),
}
"""What alternatives to the tutorial say, by their names."""


class Quiet(PlannerScreen):
    """Nothing is begun here, unlike on Home."""

    def title_text(self) -> str:
        return "quiet"

    def body(self) -> ComposeResult:
        yield Static()


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scenario]:
    """The tutorial, and alternatives to it."""
    folder = tmp_path_factory.mktemp("county")
    (folder / "tutorial.toml").write_bytes((shipped() / "tutorial.toml").read_bytes())
    found = {"base": read_scenario(folder / "tutorial.toml")}
    for name, (zh, en, changes) in CHANGES.items():
        file = folder / f"{name}.toml"
        file.write_text(
            f'format = 1\nextends = "tutorial.toml"\ntitle = {{ zh = "{zh}", en = "{en}" }}\n{changes}',
            encoding="utf-8",
        )
        found[name] = read_scenario(file)
    return found


Keep = Callable[..., int]


@pytest.fixture(scope="session")
def simulated(county: dict[str, Scenario]) -> Callable[..., Any]:
    """Replications of some of the scenarios, simulated once for all tests."""
    known: dict[tuple[str, ...], Any] = {}

    def of(names: tuple[str, ...], replications: int) -> Any:
        if (names, replications) not in known:
            scenarios = [county[name] for name in names]
            request = request_for(scenarios, families=(), precision=(), replications=replications, most=200, matters=())
            known[names, replications] = run(
                scenarios, replications=replications, jobs=1, by=request.by, families=request.families
            )
        return known[names, replications]

    return of


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where studies are kept."""
    return tmp_path / "results.sqlite"


@pytest.fixture
def keep(store: Path, county: dict[str, Scenario], simulated: Callable[..., Any]) -> Keep:
    """Puts a study with `finished` of `replications` into the store; its id."""

    def kept(*names: str, replications: int = 3, finished: int | None = None) -> int:
        scenarios = [county[name] for name in names]
        request = request_for(scenarios, families=(), precision=(), replications=replications, most=200, matters=())
        with Store.open(store) as opened:
            study = opened.begin(scenarios, request)
            for one in simulated(names, 3).runs:
                for replication in one.replications[: replications if finished is None else finished]:
                    study.commit(replication)
            return study.id

    return kept


@pytest.fixture
def studies(store: Path) -> Iterator[Studies]:
    """A service that really runs studies, and looks into the store often."""
    found = Studies(store, poll_seconds=0.1)
    yield found
    found.shutdown()


@pytest.fixture
def unwatched(store: Path) -> Iterator[Studies]:
    """A service that does not look into the store: what a test puts there does not seem to come from a shell."""
    found = Studies(store, poll_seconds=10_000.0)
    yield found
    found.shutdown()


@pytest.fixture
def make_quiet_app(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Studies], PlannerApp]:
    """Makes apps on that store, which open on an empty screen."""
    monkeypatch.setattr(PlannerApp, "get_default_screen", lambda self: Quiet())
    settings = Settings(tmp_path / "interface.json")
    return lambda studies: PlannerApp(store=store, drafts=tmp_path / "drafts", settings=settings, studies=studies)


@pytest.fixture
def quiet_app(make_quiet_app: Callable[[Studies], PlannerApp], studies: Studies) -> PlannerApp:
    """An app that watches the store."""
    return make_quiet_app(studies)


@pytest.fixture
def still_app(make_quiet_app: Callable[[Studies], PlannerApp], unwatched: Studies) -> PlannerApp:
    """An app for studies that stand still."""
    return make_quiet_app(unwatched)
