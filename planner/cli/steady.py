"""`planner run --steady`: look for the warm-up, run what settles, show it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve
from rich.console import Console

from planner.cli.asking import Place, read_all, workplace
from planner.cli.delivery import check_out, deliver, in_text, is_json
from planner.cli.layout import heading, say
from planner.cli.progress import Watch
from planner.cli.run_text import show_runs
from planner.cli.stopping import STOPPED
from planner.errors import Problem, RequestError
from planner.model.text import json_line
from planner.studies.objects import steady_objects
from planner.studies.progress import Progress
from planner.wording import _, names, ngettext
from planner.wording.figures import intervals_told, moving

if TYPE_CHECKING:
    from planner.cli.delivery import RunOutputs
    from planner.experiments.run import OnReplication
    from planner.experiments.steady_state import SteadyResult
    from planner.model.scenario import Scenario
    from planner.studies.spec import RunSpec


def steady_state(files: Sequence[Path], spec: RunSpec, place: Place, outputs: RunOutputs, progress: str) -> int:
    """Run and deliver; the exit code of the command. Raises PlannerError for what cannot be done."""
    apart = (
        ("--cases", outputs.cases),
        ("--events", outputs.events),
        ("--trace", spec.trace),
        ("--since", spec.since),
        ("--store", place.store),
        ("--name", place.name),
    )
    problems = [
        Problem(kind="not-together", path=option, facts={"other": "--steady"})
        for option, value in apart
        if value is not None
    ]
    if problems:
        raise RequestError(problems)
    place.check()
    check_out(outputs.out)
    scenarios = read_all(files)

    from planner.experiments.steady_state import steady_state as settle

    @contextmanager
    def watch(watched: Sequence[Scenario], figures: bool) -> Iterator[OnReplication]:
        about = _("After the warm-up: {done}") if figures else _("Looking for the warm-up: {done}")
        passed = Progress([one.name for one in watched], spec.replications, has_figures=False)
        with Watch(progress, passed, about=about, warm_up=not figures) as one:
            yield one.finished
            one.ended(interrupted=passed.count < passed.total)

    with workplace(place.jobs, place.cluster, lasting=True) as executor:
        result = settle(
            scenarios,
            replications=spec.replications,
            seed=spec.seed,
            jobs=place.jobs,
            families=spec.families,
            # The worst township is named in every report.
            by=tuple(dict.fromkeys((*spec.by, "township"))),
            watch=watch,
            executor=executor,
        )
    if is_json(outputs.as_json, outputs.out):
        lines = (json_line(one) for one in steady_objects(result, by=spec.by, families=spec.families))
        deliver("".join(f"{line}\n" for line in lines), outputs.out, as_json=True)
    else:
        deliver(in_text(lambda console: _show(console, result, spec.by), outputs.out), outputs.out)
    return STOPPED if result.runs.interrupted else 0


def _show(console: Console, result: SteadyResult, by: Collection[str]) -> None:
    """Print the scenarios that have no steady state, then the figures of the others."""
    if not result.settling:
        say(console, _("Stopped early, before the warm-up was known: there are no figures."), style="yellow")
        return
    steady = []
    for one, found in zip(result.runs.runs, result.settling, strict=True):
        if found.steady:
            steady.append(one)
            continue
        console.print(heading(names.scenario_title(one.scenario), one.scenario.name))
        for sentence in moving(found):
            say(console, sentence, style="bold")
        if told := intervals_told(found):
            say(console, told, style="dim")
        console.print()
    if not steady:
        return
    weeks, years = result.cut_weeks, result.runs.runs[0].scenario.time.days / 365.0
    cut = ngettext("the first {n} week is cut off", "the first {n} weeks are cut off", weeks).format(n=weeks)
    if not weeks:
        cut = _("nothing is cut off")
    told = _("Steady state: a flat year {years} times over; {cut} as warm-up, the same for all scenarios.")
    say(console, told.format(years=f"{years:.3g}", cut=cut))
    console.print()
    show_runs(console, evolve(result.runs, runs=tuple(steady)), by)
