"""Studies of the command line go through the store: what is kept is said, and by what command the rest is done."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.cli.consoles import talk
from planner.cli.layout import say
from planner.cli.outlets import Unprintable
from planner.errors import PlannerError, RequestError
from planner.studies.running import LOST, StudyRun, begun, opened
from planner.wording import _, ngettext

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.store import Request, Study

UNWRITTEN = ("cannot-write", "too-many-rows")
"""Kinds of problem with which figures are kept and reach no file."""

MOST_NAMED = 10
"""Damaged replications that are named; the others are counted."""


@frozen(kw_only=True)
class Kept:
    """A study in a store, and the commands of `planner results` for it."""

    study: Study
    store: Path | None
    """As `--store` names it."""

    def say_it_was_there(self) -> None:
        """Say that nothing has to be run."""
        say(talk(), _("Nothing is left to be run: this is study {id} of the store.").format(id=self.study.id))

    def say_how_to_go_on(self, jobs: int | None = None, cluster: str | None = None, trace: Path | None = None) -> None:
        """Say, where a run ended early, that what is done is kept, and by what command the rest is done."""
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
        """That it is kept, and how to see it again."""
        return _("Kept as study {id}: {command}").format(id=self.study.id, command=self.command("show"))

    def command(self, verb: str, *options: str) -> str:
        """A command line of `planner results` for this study."""
        place = () if self.store is None else ("--store", str(self.store))
        return shlex.join(("planner", "results", verb, str(self.study.id), *place, *options))


@contextmanager
def kept(
    path: Path | None,
    scenarios: Sequence[Scenario],
    request: Request,
    *,
    trace: Path | None = None,
    name: str | None = None,
) -> Iterator[tuple[StudyRun, Kept]]:
    """The study of these scenarios and this request in the store at a path, under way, and its commands.

    Where workers or the store are lost, or a signal stops it, it says by what command the rest is done; where nothing
    can be printed, by which one its figures are shown. Raises ResultError where the store cannot be used.
    """
    with opened(path) as store:
        here: Kept | None = None
        try:
            with begun(store, scenarios, request, name=name) as run:
                here = Kept(study=run.study, store=path)
                say_damaged(run.study)
                yield run, here
        except RequestError:
            raise
        except PlannerError as error:
            if here is not None and any(problem.kind in LOST for problem in error.problems):
                error.add_note("\n".join(here.how_to_go_on(None, None, trace)))
            elif here is not None and any(problem.kind in UNWRITTEN for problem in error.problems):
                error.add_note(kept_as(run, here))
            raise
        except Unprintable as error:
            if here is not None:
                error.add_note(kept_as(run, here))
            raise
        except KeyboardInterrupt:
            if here is not None:
                here.say_how_to_go_on(trace=trace)
            raise


def kept_as(run: StudyRun, here: Kept) -> str:
    """That a study is kept, and how to see it again; nothing where that is not so."""
    return here.told() if run.is_kept else ""


def say_damaged(study: Study) -> None:
    """Say which replications of a study are damaged in the store, and so count as not there."""
    damaged = study.damaged()
    if not damaged:
        return
    places = [f"{scenario + 1}/{number + 1}" for scenario, number in damaged[:MOST_NAMED]]
    told = ngettext(
        "Of study {id}, {n} replication in the store is damaged (scenario/replication: {places}) and counts as not "
        "finished; whoever asks for the study again runs it again.",
        "Of study {id}, {n} replications in the store are damaged (scenario/replication: {places}) and count as "
        "not finished; whoever asks for the study again runs them again.",
        len(damaged),
    )
    more = ["…"] if len(damaged) > MOST_NAMED else []
    console = talk()
    say(console, told.format(id=study.id, n=len(damaged), places=_(", ").join([*places, *more])), style="yellow")


def search_command(wanted: Request, store: Path | None) -> str:
    """The search that asked last for a staffing, as far as the store knows it."""
    place = () if store is None else ("--store", str(store))
    options = wanted.options
    return shlex.join(("planner", "staff", options["file"], "--for", options["target"], *place))
