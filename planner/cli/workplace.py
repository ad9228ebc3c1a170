"""Where replications are run: on processes of this machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from planner.errors import Problem, RequestError

if TYPE_CHECKING:
    from concurrent.futures import Executor


def check_workplace(jobs: int | None, address: str | None) -> None:
    """Raise RequestError where both processes here and a cluster are asked for."""
    if jobs is not None and address is not None:
        raise RequestError(Problem(kind="not-together", path="--jobs", facts={"other": "--cluster"}))


@contextmanager
def workplace(jobs: int | None, address: str | None, *, lasting: bool = False) -> Iterator[Executor | None]:
    """The executor for `run`; None where it shall see to its own processes.

    A `lasting` one serves several runs. Raises what `planner.experiments.cluster` and `dispatch.processes` raise.
    """
    if address is not None:
        from planner.cli.consoles import talk
        from planner.cli.layout import say
        from planner.experiments.cluster import cluster, is_open
        from planner.i18n import _
        from planner.store.version import results_version

        if is_open(address):
            told = _(
                "The cluster at {address} is neither on this machine nor encrypted: whoever is on the network between "
                "can run programs on its machines and on this one. With tls:// and certificates of your own nobody can."
            )
            say(talk(), told.format(address=address), style="yellow")
        with cluster(address, results_version) as executor:
            yield executor
        return

    from planner.experiments.dispatch import processes
    from planner.experiments.run import processors

    workers = jobs or processors()
    if lasting and workers > 1:
        with processes(workers) as executor:
            yield executor
    else:
        yield None
