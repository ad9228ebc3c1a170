"""Studies of the command line go through the store: what is finished is kept before it is announced."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from planner.cli.outlets import Unprintable
from planner.errors import PlannerError, RequestError, ResultError
from planner.i18n import _

if TYPE_CHECKING:
    from planner.experiments import Replication
    from planner.model.scenario import Scenario
    from planner.store import Request, Store, Study

LOST = (
    "worker-died",
    "cluster-lost",
    "cluster-worker-died",
    "store-locked",
    "store-full",
    "store-read-only",
    "store-unreachable",
)
"""Kinds of problem that end a run in which nothing is wrong with what was asked for."""

UNWRITTEN = ("cannot-write", "too-many-rows")
"""Kinds of problem with which figures are kept and reach no file."""


MOST_NAMED = 10
"""Damaged replications that are named; the others are counted."""


@frozen(kw_only=True)
class Kept:
    """A study in the store, and what it had when it was asked for."""

    study: Study
    store: Path | None
    """As `--store` names it."""
    finished: tuple[Replication, ...]
    """Those that count for what is asked now."""
    gone: list[ResultError] = field(factory=list)
    """Why what was finished lately is no longer kept: the file is not there any more."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left to be run."""
        return len(self.finished) == self.study.request.replications * len(self.study.scenarios)

    def then(self, announce: Callable[[Replication], object]) -> Callable[[Replication], None]:
        """What keeps a finished replication, and then announces it."""

        def keep(replication: Replication) -> None:
            try:
                if not self.gone:
                    self.study.commit(replication)
            except ResultError as error:
                if error.problems[0].kind != "store-gone":
                    raise
                # The run goes on: its figures are still to be shown.
                self.gone.append(error)
            announce(replication)

        return keep

    def say_it_was_there(self) -> None:
        """Say that nothing has to be run."""
        from planner.cli.consoles import talk
        from planner.cli.layout import say

        say(talk(), _("Nothing is left to be run: this is study {id} of the store.").format(id=self.study.id))

    def say_how_to_go_on(self, jobs: int | None, cluster: str | None, trace: Path | None = None) -> None:
        """Say, where a run ended early, that what is done is kept, and by what command the rest is done."""
        from planner.cli.consoles import talk

        told, command = self.how_to_go_on(jobs, cluster, trace)
        console = talk()
        console.print(told, soft_wrap=True)
        console.print(command, style="bold", soft_wrap=True)

    def how_to_go_on(self, jobs: int | None, cluster: str | None, trace: Path | None) -> tuple[str, str]:
        """That what is done is kept, and the command by which the rest is done, in two lines."""
        options = []
        for name, value in (("--trace", trace), ("--jobs", jobs), ("--cluster", cluster)):
            if value is not None:
                options += [name, str(value)]
        told = _("What is finished is kept as study {id}. To go on:").format(id=self.study.id)
        return told, f"  {self.command('resume', *options)}"

    def told(self) -> str:
        """That it is kept, and how to see it again; nothing where that is not so."""
        if self.gone or not self.study.is_kept:
            return ""
        return _("Kept as study {id}: {command}").format(id=self.study.id, command=self.command("show"))

    def command(self, verb: str, *options: str) -> str:
        """A command line of `planner results` for this study."""
        place = () if self.store is None else ("--store", str(self.store))
        return shlex.join(("planner", "results", verb, str(self.study.id), *place, *options))


def say_damaged(study: Study) -> None:
    """Say which replications of a study are damaged in the store, and so count as not there."""
    damaged = study.damaged()
    if damaged:
        from planner.cli.consoles import talk
        from planner.cli.layout import say
        from planner.i18n import ngettext

        places = [f"{scenario + 1}/{number + 1}" for scenario, number in damaged[:MOST_NAMED]]
        told = ngettext(
            "Of study {id}, {n} replication in the store is damaged (scenario/replication: {places}) and counts as not "
            "finished; whoever asks for the study again runs it again.",
            "Of study {id}, {n} replications in the store are damaged (scenario/replication: {places}) and count as "
            "not finished; whoever asks for the study again runs them again.",
            len(damaged),
        )
        more = ["…"] if len(damaged) > MOST_NAMED else []
        say(talk(), told.format(id=study.id, n=len(damaged), places=", ".join(places + more)), style="yellow")


@contextmanager
def opened(path: Path | None, *, for_reading: bool = False) -> Iterator[Store]:
    """The store at a path, or the usual one. Raises ResultError; what is wrong with a path points at `--store`."""
    from planner.store import Store

    if path is not None:
        path = Path(os.path.expanduser(path))
    try:
        store = Store.open(path, for_reading=for_reading)
    except ResultError as error:
        raise ResultError([evolve(problem, path="--store") for problem in error.problems]) from error
    with store:
        yield store


@contextmanager
def kept(
    path: Path | None,
    scenarios: Sequence[Scenario],
    request: Request,
    *,
    trace: Path | None = None,
    name: str | None = None,
) -> Iterator[Kept]:
    """The study of these scenarios and this request in the store at a path; a new one where there is none.

    A `name` is given to it before anything is run, so that a study that is broken off has it too.

    Where workers or the store are lost, or a signal stops it, it says by what command the rest is done; where nothing
    can be printed, by which one its figures are shown. Raises ResultError where the store cannot be used.
    """
    with opened(path) as store:
        known = store.ids()
        study = store.begin(scenarios, request)
        if name is not None and (name := name.strip()) != study.name:
            study.call(name)
            study = store.study(study.id)
        finished = tuple(one for one in study.replications() if one.number < request.replications)
        here = Kept(study=study, store=path, finished=finished)
        say_damaged(study)
        try:
            yield here
            store.require_in_place()
            if here.gone:
                raise here.gone[0]
        except RequestError:
            if study.id not in known and not study.count():
                # What was refused was never a study.
                store.delete(study.id)
            raise
        except PlannerError as error:
            if any(problem.kind in LOST for problem in error.problems):
                error.add_note("\n".join(here.how_to_go_on(None, None, trace)))
            elif any(problem.kind in UNWRITTEN for problem in error.problems):
                error.add_note(here.told())
            raise
        except Unprintable as error:
            error.add_note(here.told())
            raise
        except KeyboardInterrupt:
            here.say_how_to_go_on(None, None, trace)
            raise
