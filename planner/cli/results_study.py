"""A study as the store has it, for the verbs that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.cli.keeping import say_damaged
from planner.errors import ResultError
from planner.i18n import _, text
from planner.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from planner.experiments import Replication, RunResult
    from planner.experiments.design import Design, Value
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario
    from planner.store import Request, Store, Study
    from planner.store.study import StudyScenario

TITLES_SHOWN = 3


@frozen(kw_only=True)
class Stored:
    """A study, the replications that count for what it asks, and its scenarios.

    There are no scenarios where another version of the model has written them, so that only figures are left.
    """

    study: Study
    scenarios: tuple[Scenario, ...]
    replications: tuple[Replication, ...]

    @property
    def result(self) -> RunResult:
        """As the run that made it gave it; only with scenarios."""
        from planner.experiments import RunResult, ScenarioRun

        asked = self.study.request.replications
        return RunResult(
            runs=tuple(
                ScenarioRun(
                    scenario=scenario,
                    hash=self.study.scenarios[position].hash,
                    seed=self.study.request.seed,
                    replications=self.of(position),
                )
                for position, scenario in enumerate(self.scenarios)
            ),
            planned=asked,
            interrupted=len(self.replications) < asked * len(self.study.scenarios),
        )

    def of(self, position: int) -> tuple[Replication, ...]:
        """The replications of one scenario by number."""
        return tuple(one for one in self.replications if one.scenario == position)


def stored(store: Store, study: int) -> Stored:
    """A study by its id. Raises ResultError."""
    found = store.study(study)
    say_damaged(found)
    asked = found.request.replications
    return Stored(
        study=found,
        scenarios=scenarios_of(found),
        replications=tuple(one for one in found.replications() if one.number < asked),
    )


@frozen(kw_only=True)
class Listed:
    """A scenario as tables list it; of a sweep each point, with its values, also where two are the same scenario."""

    position: int
    name: str
    values: tuple[Value, ...] = ()


def axes_of(study: Study) -> tuple[str, ...]:
    """The axes of a sweep; none where a study is none."""
    design = _design(study)
    return () if design is None else tuple(axis.name for axis in design.axes)


def listed(study: Study) -> tuple[Listed, ...]:
    """The scenarios of a study in order; of a sweep its points."""
    design = _design(study)
    if design is None:
        return tuple(Listed(position=place, name=one.name) for place, one in enumerate(study.scenarios))
    from planner.experiments.sweep import point_name

    options = study.request.options
    return tuple(
        Listed(position=place, name=point_name(options["name"], point), values=tuple(point.values()))
        for place, point in zip(options["places"], design.points(study.request.seed), strict=True)
    )


def _design(study: Study) -> Design | None:
    if study.request.verb != "sweep":
        return None
    from planner.cli.sweep_kept import request_of
    from planner.cli.sweep_study import read_design

    return read_design(request_of(study))


def summary(shown: Stored, position: int) -> Iterator[tuple[FigureKey, int, float | None, float | None]]:
    """Each figure of a scenario: how many replications have it, mean and half-width.

    A median or 90th percentile that some of them do not reach has neither.
    """
    from planner.experiments.result import gathered

    replications = shown.of(position)
    found = gathered(replications)
    for key, interval in found.intervals().items():
        yield key, interval.n, interval.mean, interval.half_width
    for key in found.unreached:
        yield key, len([one for one in replications if key in one.figures]), None, None


def scenarios_of(study: Study) -> tuple[Scenario, ...]:
    """The scenarios of a study; none where another version of the model has written them. Raises ResultError."""
    try:
        return tuple(study.scenario(position) for position in range(len(study.scenarios)))
    except ResultError as error:
        if error.problems[0].kind != "store-other-model":
            raise
        return ()


def title(scenario: StudyScenario) -> str:
    """The title of a scenario, or its name where it has none."""
    return text(scenario.title) or scenario.name


def told_apart(titles: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Titles of scenarios; where several are alike, each with its name behind it, or else with its number from 1."""
    named = [
        _("{title} ({name})").format(title=one, name=name) if titles.count(one) > 1 else one
        for one, name in zip(titles, ids, strict=True)
    ]
    return [
        _("{title} ({name})").format(title=one, name=place) if named.count(told) > 1 else told
        for place, (one, told) in enumerate(zip(titles, named, strict=True), 1)
    ]


def titles_of_study(study: Study) -> list[str]:
    """The titles of its scenarios, told apart."""
    return told_apart([title(one) for one in study.scenarios], [one.name for one in study.scenarios])


def titles(study: Study) -> str:
    """The scenarios of a study in a few words."""
    if study.request.verb == "sweep":
        return _("{title}: sweep").format(title=title(study.scenarios[0]))
    named = titles_of_study(study)[:TITLES_SHOWN]
    more = len(study.scenarios) - len(named)
    said = _("; ").join(named)
    return _("{titles} and {n} more").format(titles=said, n=more) if more else said


def text_object(words: Text) -> dict[str, str]:
    """Words in both languages, as JSON has them."""
    return {"zh": words.zh, "en": words.en}


def trace_object(request: Request | None) -> dict[str, str | None]:
    """The recorded table that a study plays, as JSON has it: its fingerprint, and the file as it was named."""
    if request is None or not request.trace:
        return {"trace": None, "trace_file": None}
    return {"trace": request.trace, "trace_file": request.options.get("trace_file")}


def played(request: Request) -> str:
    """Which recorded table a study plays; empty where its demand is drawn."""
    if not request.trace:
        return ""
    file = request.options.get("trace_file")
    if file is None:
        return _("Plays a recorded case table in place of drawn demand (fingerprint {trace}).").format(
            trace=request.trace
        )
    return _("Plays the recorded case table {file} in place of drawn demand (fingerprint {trace}).").format(
        file=file, trace=request.trace
    )


def say_played(console: Console, request: Request) -> None:
    """Say which recorded table a study plays, if it does."""
    from planner.cli.layout import say

    if request.trace:
        say(console, played(request), style="dim")
