"""Staffings that `planner staff` tries go through the store, so that the same search asked again goes on."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from planner.cli.keeping import LOST, opened
from planner.cli.outlets import Unprintable
from planner.errors import PlannerError
from planner.i18n import _
from planner.store.request import SEARCH
from planner.store.request import Request as Wanted

if TYPE_CHECKING:
    from planner.cli.staff_request import Request
    from planner.experiments import Replication
    from planner.model.scenario import Scenario
    from planner.store import Store


@frozen(kw_only=True)
class Remembered:
    """The memory of a search: in a store, one study for each staffing, whichever target it was tried for."""

    store: Store
    request: Request

    def recall(
        self, scenarios: Sequence[Scenario], *, seed: int, families: Sequence[str]
    ) -> tuple[Sequence[Replication], Callable[[Replication], None]]:
        """What the store has of these scenarios, and what keeps one more. Raises ResultError."""
        from planner.experiments import shared_cut_off

        wanted = Wanted(
            seed=seed,
            cut_off_hours=shared_cut_off(scenarios),
            replications=self.request.replications,
            families=tuple(families),
            verb=SEARCH,
            options={"file": str(self.request.file.resolve()), "target": self.request.target},
        )
        studies = [self.store.begin([scenario], wanted) for scenario in scenarios]
        finished = [
            evolve(one, scenario=position)
            for position, study in enumerate(studies)
            for one in study.replications()
            if one.number < wanted.replications
        ]

        def keep(replication: Replication) -> None:
            studies[replication.scenario].commit(evolve(replication, scenario=0))

        return finished, keep


@contextmanager
def remembered(request: Request) -> Iterator[Remembered]:
    """The memory in the store that a search names.

    Where workers or the store are lost, or a signal stops it, it says by what command the rest is done. Raises
    ResultError where the store cannot be used.
    """
    with opened(request.store) as store:
        try:
            yield Remembered(store=store, request=request)
        except PlannerError as error:
            if any(problem.kind in LOST for problem in error.problems):
                error.add_note("\n".join(how_to_go_on(request)))
            raise
        except Unprintable as error:
            error.add_note("\n".join(how_to_go_on(request)))
            raise
        except KeyboardInterrupt:
            say_how_to_go_on(request)
            raise


def say_how_to_go_on(request: Request) -> None:
    """Say, where a search ended early, that what is done is kept, and that the same command does the rest."""
    from planner.cli.consoles import talk

    told, command = how_to_go_on(request)
    console = talk()
    console.print(told, soft_wrap=True)
    console.print(command, style="bold", soft_wrap=True)


def how_to_go_on(request: Request) -> tuple[str, str]:
    """The same in two lines."""
    return _("What is finished is kept. To go on:"), f"  {shlex.join(('planner', *request.typed))}"


def command_of(wanted: Wanted, store: Path | None) -> str:
    """The search that asked last for a staffing, as far as the store knows it."""
    place = () if store is None else ("--store", str(store))
    options = wanted.options
    return shlex.join(("planner", SEARCH, options["file"], "--for", options["target"], *place))
