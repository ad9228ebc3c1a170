"""What a study is asked: a `StudySpec`, as the options of a command, a form or the store state it.

A spec holds what was written; reading it raises RequestError with every problem, told by the option that states it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.errors import Problem, RequestError
from planner.experiments import shared_cut_off
from planner.experiments.goal import Goal
from planner.experiments.headlines import amount, named
from planner.experiments.question import GROUPINGS, question
from planner.experiments.timeline import window_of
from planner.files.cells import day_in
from planner.store import Request
from planner.store.request import SEARCH

if TYPE_CHECKING:
    from planner.experiments.dispatch import Trace
    from planner.experiments.headlines import Amount, Name
    from planner.experiments.question import Question
    from planner.model.scenario import Scenario
    from planner.store import Study

DEFAULT_REPLICATIONS = 10
DEFAULT_SEED = 1
MOST_FOR_PRECISION = 200
"""Replications of each scenario that a precision may take, where nothing else is said."""


@frozen(kw_only=True)
class RunSpec:
    """Replications of one or more scenarios, and their figures."""

    replications: int = DEFAULT_REPLICATIONS
    seed: int = DEFAULT_SEED
    families: tuple[str, ...] = ()
    """Families that the runs are restricted to; none means all."""
    by: tuple[str, ...] = ()
    """Groupings in which figures are shown beside those of the county."""
    since: str | None = None
    """The day from which on figures stand beside those of the whole horizon, as written."""
    trace: Path | None = None
    """The file of a recorded case table that is played in place of drawn demand."""

    def request(self, scenarios: Sequence[Scenario], trace: Trace | None = None, *, windows: bool = True) -> Request:
        """What the store is asked for. Raises RequestError for a day that is none, or outside the horizon.

        Without `windows` there are no figures from a day on, as a study that is continued may have none.
        """
        since = window_of(scenarios, day_of(self.since), "--since") if windows else None
        return Request(
            seed=self.seed,
            cut_off_hours=shared_cut_off(scenarios),
            replications=self.replications,
            families=self.families,
            # The worst township is named in every report.
            by=tuple(dict.fromkeys((*self.by, "township"))),
            trace="" if trace is None else trace.fingerprint,
            since="" if since is None else since.isoformat(),
            options={
                "by": list(self.by),
                "since": self.since,
                "trace_file": None if self.trace is None else str(self.trace),
            },
        )


@frozen(kw_only=True)
class CompareSpec:
    """A base and its alternatives on the same draws: what differs, whether it matters, and why."""

    replications: int | None = None
    """None where a precision decides, or for the usual number."""
    precision: tuple[str, ...] = ()
    """When it is precise enough, like `5%` or `resolution_time_mean=0.5d`."""
    most: int = MOST_FOR_PRECISION
    """The most replications that the precision may take."""
    matters: tuple[str, ...] = ()
    """The smallest differences that matter, like `resolution_time_mean=1d`."""
    seed: int = DEFAULT_SEED
    families: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    """Groupings in which the differences are shown too."""
    since: str | None = None
    trace: Path | None = None
    stress: str | None = None
    """By what share each group of assumptions is moved up and down, like `25%`."""
    stress_groups: tuple[str, ...] = ()

    @property
    def planned(self) -> int:
        """Replications of each: the number asked for, or the most that the precision may take."""
        return self.most if self.precision else self.replications or DEFAULT_REPLICATIONS

    @property
    def stressed(self) -> list[str]:
        """The groups of assumptions that are moved; none for all of them."""
        return pieces(self.stress_groups)

    def wishes(self) -> Wishes:
        """Read the sizes, the day and the share. Raises RequestError with every problem."""
        problems: list[Problem] = []
        matters, _nothing = _sizes(self.matters, "--matters", problems, plain=False)
        goal: Goal | None = None
        try:
            goal = goal_of(self.precision, self.most, self.replications)
        except RequestError as error:
            problems.extend(error.problems)
        share = None
        if self.stress is not None:
            try:
                share = amount(self.stress, option="--stress").value / 100.0
            except RequestError as error:
                problems.extend(error.problems)
        elif self.stress_groups:
            problems.append(Problem(kind="needs-key", path="--stress-group", facts={"key": "--stress"}))
        since: date | None = None
        try:
            since = day_of(self.since)
        except RequestError as error:
            problems.extend(error.problems)
        if problems:
            raise RequestError(problems)
        return Wishes(matters=matters, goal=goal, stress=share, since=since)

    def question(self, scenarios: Sequence[Scenario], wishes: Wishes) -> Question:
        """What the base and its alternatives are asked. Raises RequestError for scenarios that cannot be compared."""
        return question(
            scenarios[0],
            scenarios[1:],
            families=self.families,
            matters=wishes.matters,
            show=() if wishes.goal is None else wishes.goal.amounts,
            since=wishes.since,
        )

    def request(self, asked: Question, wishes: Wishes, trace: Trace | None = None) -> Request:
        """What the store is asked for."""
        return Request(
            seed=self.seed,
            cut_off_hours=shared_cut_off(asked.scenarios),
            replications=self.planned,
            families=asked.families,
            by=GROUPINGS,
            trace="" if trace is None else trace.fingerprint,
            since="" if asked.since is None else asked.since.isoformat(),
            precision=self.precision,
            verb="compare",
            options={
                "most": self.most,
                "matters": list(self.matters),
                "stress": self.stress,
                "stress_groups": list(self.stress_groups),
                "by": list(self.by),
                "since": self.since,
                "trace_file": None if self.trace is None else str(self.trace),
            },
        )


@frozen(kw_only=True)
class StaffSpec:
    """The smallest staff of a scenario that meets a target."""

    file: Path
    target: str
    """The figure that is to be met and its size, like `enforcement.on_time_rate>=0.9`."""
    teams: tuple[str, ...] = ()
    """Patterns of the teams whose staff is sought; none means all that work on the family."""
    by_kind: bool = False
    """Whether townships of a kind get the same numbers."""
    tries: int = 100
    """The most staffings that are simulated."""
    replications: int = DEFAULT_REPLICATIONS
    seed: int = DEFAULT_SEED

    def request(self, scenarios: Sequence[Scenario], *, seed: int, families: Sequence[str]) -> Request:
        """What the store is asked for of staffings that are tried together."""
        return Request(
            seed=seed,
            cut_off_hours=shared_cut_off(scenarios),
            replications=self.replications,
            families=tuple(families),
            verb=SEARCH,
            options={"file": str(self.file.resolve()), "target": self.target},
        )


@frozen(kw_only=True)
class Wishes:
    """The sizes, the day and the share that a comparison states, read."""

    matters: dict[Name, Amount]
    goal: Goal | None
    stress: float | None
    """The share by which assumptions are moved."""
    since: date | None


def run_spec_of(study: Study, trace: Path | None = None) -> RunSpec:
    """What a study of the store was asked; `trace` is where its recorded table lies now."""
    asked = study.request
    return RunSpec(
        replications=asked.replications,
        seed=asked.seed,
        families=asked.families,
        by=tuple(asked.options.get("by", ())),
        since=asked.since or None,
        trace=trace,
    )


def compare_spec_of(study: Study, trace: Path | None = None) -> CompareSpec:
    """What a comparison of the store was asked; `trace` is where its recorded table lies now."""
    asked, options = study.request, study.request.options
    return CompareSpec(
        replications=None if asked.precision else asked.replications,
        precision=asked.precision,
        most=options["most"],
        matters=tuple(options["matters"]),
        families=asked.families,
        stress=options["stress"],
        stress_groups=tuple(options["stress_groups"]),
        seed=asked.seed,
        trace=trace,
        by=tuple(options.get("by", ())),
        since=options.get("since"),
    )


def request_for(
    scenarios: Sequence[Scenario],
    *,
    families: Sequence[str],
    precision: Sequence[str],
    replications: int | None,
    most: int,
    matters: Sequence[str],
) -> Request:
    """What the store is asked for of a base and its alternatives, or of one scenario alone.

    Raises RequestError for sizes that cannot be read and for scenarios that cannot be compared.
    """
    if len(scenarios) == 1:
        # By what one can go down to from a figure.
        alone = RunSpec(replications=replications or DEFAULT_REPLICATIONS, families=tuple(families), by=GROUPINGS)
        return alone.request(scenarios)
    spec = CompareSpec(
        replications=replications,
        precision=() if replications is not None else tuple(precision),
        most=most,
        matters=tuple(matters),
        families=tuple(families),
    )
    wishes = spec.wishes()
    return spec.request(spec.question(scenarios, wishes), wishes)


def day_of(text: str | None) -> date | None:
    """The day that `--since` states; None without it. Raises RequestError for what is none."""
    if text is None:
        return None
    day = day_in(text)
    if day is None:
        raise RequestError(Problem(kind="not-a-day", path="--since", facts={"got": text}))
    return day


def goal_of(precision: Sequence[str], most: int, replications: int | None) -> Goal | None:
    """The goal that `--precision` states; None without one. Raises RequestError with every problem."""
    if not precision:
        return None
    problems: list[Problem] = []
    aims, everywhere = _sizes(precision, "--precision", problems, plain=True)
    if replications is not None:
        problems.append(Problem(kind="not-together", path="--replications", facts={"other": "--precision"}))
    if problems:
        raise RequestError(problems)
    return Goal(most=most, everywhere=everywhere, amounts=aims)


def _sizes(
    texts: Iterable[str], option: str, problems: list[Problem], *, plain: bool
) -> tuple[dict[Name, Amount], Amount | None]:
    """Sizes by indicator, and a `plain` one that goes for all."""
    found: dict[Name, Amount] = {}
    everywhere: Amount | None = None
    for text in pieces(texts):
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


def pieces(texts: Iterable[str]) -> list[str]:
    """What several options with lists name together; a Chinese input method writes its own commas."""
    parts = (part.strip() for text in texts for part in text.replace("，", ",").replace("、", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))
