"""What `planner compare` does with its options: read, run, judge, show."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.cli.delivery import deliver, in_text
from planner.cli.study import STOPPED
from planner.cli.writing import check_writable
from planner.errors import Problem, RequestError

if TYPE_CHECKING:
    from planner.experiments.amounts import Amount
    from planner.experiments.comparison import Comparison
    from planner.experiments.goal import Goal
    from planner.experiments.headlines import Name
    from planner.experiments.stress import StressTest

DEFAULT_REPLICATIONS = 10


@frozen(kw_only=True)
class Request:
    """The command line as written."""

    base: Path
    others: tuple[Path, ...]
    with_measures: tuple[str, ...]
    replications: int | None
    precision: tuple[str, ...]
    most: int
    matters: tuple[str, ...]
    families: tuple[str, ...]
    stress: str | None
    stress_groups: tuple[str, ...]
    seed: int
    jobs: int | None
    as_json: bool
    out: Path | None


@frozen(kw_only=True)
class Wishes:
    """The options that state sizes, read."""

    matters: dict[Name, Amount]
    goal: Goal | None
    stress: float | None


def carry_out(request: Request, progress: str) -> int:
    """Compare and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the options at once.
    """
    from planner.experiments.alternatives import read_alternatives

    wishes = wishes_of(request)
    check_writable([] if request.out is None else [request.out])
    measures = [named for one in request.with_measures if (named := _pieces([one]))]
    scenarios = read_alternatives(request.base, request.others, measures)

    from contextlib import nullcontext

    from planner.cli.compare_progress import reporter
    from planner.experiments.comparison import answer
    from planner.experiments.dispatch import processes
    from planner.experiments.goal import PrecisionRule
    from planner.experiments.question import question
    from planner.experiments.run import processors
    from planner.experiments.stress import stress, variants

    asked = question(
        scenarios[0],
        scenarios[1:],
        families=request.families,
        matters=wishes.matters,
        show=() if wishes.goal is None else wishes.goal.amounts,
    )
    rule = None if wishes.goal is None else PrecisionRule(asked, wishes.goal)
    groups = _pieces(request.stress_groups)
    planned = [] if wishes.stress is None else variants(asked, wishes.stress, groups)
    replications = wishes.goal.most if wishes.goal else request.replications or DEFAULT_REPLICATIONS
    workers = request.jobs or processors()
    tested: StressTest | None = None
    with (
        processes(workers) if workers > 1 else nullcontext() as executor,
        reporter(progress, asked, replications, rule, len(planned)) as report,
    ):
        comparison = answer(
            asked,
            replications=replications,
            goal=wishes.goal,
            rule=rule,
            seed=request.seed,
            jobs=request.jobs,
            on_replication=report.finished,
            executor=executor,
        )
        if wishes.stress is not None and not comparison.interrupted:
            report.stress_begins(comparison.replications)
            tested = stress(
                comparison,
                wishes.stress,
                groups=groups,
                jobs=request.jobs,
                on_variant=report.variant_begins,
                on_replication=report.finished,
                executor=executor,
            )
    _deliver(comparison, tested, request)
    return STOPPED if comparison.interrupted or (tested is not None and tested.unfinished) else 0


def wishes_of(request: Request) -> Wishes:
    """Read the sizes. Raises RequestError with every problem."""
    from planner.experiments.amounts import amount
    from planner.experiments.goal import Goal
    from planner.experiments.headlines import named

    problems: list[Problem] = []

    def sizes(texts: Iterable[str], option: str, plain: bool) -> tuple[dict[Name, Amount], Amount | None]:
        found: dict[Name, Amount] = {}
        everywhere: Amount | None = None
        for text in _pieces(texts):
            name, equals, size = text.partition("=")
            try:
                if not equals and plain:
                    everywhere = amount(text, option=option)
                elif not equals:
                    facts = {"got": text, "example": f"{text}=1d"}
                    raise RequestError(Problem(kind="not-an-amount", path=option, facts=facts))
                else:
                    wanted = named(name.strip(), option)
                    found[wanted] = amount(size, wanted.indicator, option)
            except RequestError as error:
                problems.extend(error.problems)
        return found, everywhere

    matters, _nothing = sizes(request.matters, "--matters", plain=False)
    aims, everywhere = sizes(request.precision, "--precision", plain=True)
    goal = None
    if request.precision:
        goal = Goal(most=request.most, everywhere=everywhere, amounts=aims)
        if request.replications is not None:
            facts = {"other": "--precision"}
            problems.append(Problem(kind="not-together", path="--replications", facts=facts))
    share = None
    if request.stress is not None:
        try:
            share = amount(request.stress, option="--stress").value / 100.0
        except RequestError as error:
            problems.extend(error.problems)
    elif request.stress_groups:
        problems.append(Problem(kind="needs-key", path="--stress-group", facts={"key": "--stress"}))
    if problems:
        raise RequestError(problems)
    return Wishes(matters=matters, goal=goal, stress=share)


def _pieces(texts: Iterable[str]) -> list[str]:
    """What several options with lists name together; a Chinese input method writes its own commas."""
    parts = (part.strip() for text in texts for part in text.replace("，", ",").replace("、", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def _deliver(comparison: Comparison, stress: StressTest | None, request: Request) -> None:
    if request.as_json or (request.out is not None and request.out.suffix == ".json"):
        from planner.cli.compare_json import as_line

        deliver(as_line(comparison, stress) + "\n", request.out)
        return
    from planner.cli.compare_text import show

    deliver(in_text(lambda console: show(console, comparison, stress), request.out), request.out)
