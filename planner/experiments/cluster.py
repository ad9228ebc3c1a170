"""An executor on a cluster of machines: the workers of a Dask scheduler (extra `cluster`)."""

from __future__ import annotations

import asyncio
import logging
import pickle
import socket
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, TypeVar

from planner.errors import PlannerError, Problem, RequestError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_SECONDS = 10.0
"""How long to wait for the scheduler to answer, and then for its first worker."""

NOISY = ("distributed", "tornado", "asyncio")
"""Packages whose loggers print what they trip over when a scheduler goes away, with its traceback."""

Result = TypeVar("Result")


def is_open(address: str) -> bool:
    """Whether what is said with a scheduler at this address can be read and changed on its way.

    That is so where it is neither encrypted nor on this machine. Workers run what they are sent, and this process
    trusts what they send.
    """
    scheme, _sign, rest = address.rpartition("://")
    host = rest.rpartition(":")[0].strip("[]") or rest
    return scheme not in ("tls", "wss", "inproc") and not _is_here(host)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def cluster(
    address: str, program: Callable[[], str], *, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[Executor]:
    """An executor on the workers of the Dask scheduler at an address like `tcp://10.0.0.1:8786`.

    A worker that dies costs only what it has in hand, which another one does again. Workers may come and go. `program`
    tells by what program figures are made; it is also asked on each worker, and must give the same there.

    An address that begins with `tls://` is spoken to with the certificates that Dask's own configuration names.

    Raises RequestError, kind `cluster-missing` without the extra, `cluster-unreachable` or `cluster-silent` where no
    scheduler answers, `cluster-idle` where it has no workers; inside, PlannerError, kind `cluster-other-program` and
    `cluster-without-planner` for workers that cannot give the same figures, `cluster-worker-died` when one replication
    has ended several workers, `cluster-lost` when the scheduler is gone.
    """
    client = _client(address, patience_seconds)
    try:
        executor = client.get_executor(pure=False)
        try:
            with _explained(client, address):
                yield _SameProgram(executor, program)
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close(timeout=patience_seconds)


def _client(address: str, patience_seconds: float) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise RequestError(Problem(kind="cluster-missing", path="--cluster")) from error
    _silence()
    try:
        asyncio.run(asyncio.wait_for(_ring(address), patience_seconds))
        with warnings.catch_warnings():
            # Other versions of anything at all on the workers: those that figures depend on are asked for below.
            warnings.simplefilter("ignore")
            client = Client(address, timeout=patience_seconds, set_as_default=False)
    except TimeoutError as error:
        facts = {"address": address, "seconds": f"{patience_seconds:g}"}
        raise RequestError(Problem(kind="cluster-silent", path="--cluster", facts=facts)) from error
    except Exception as error:  # there may be any program at that address, or none, or it may be no address
        facts = {"address": address, "detail": _first_line(error)}
        raise RequestError(Problem(kind="cluster-unreachable", path="--cluster", facts=facts)) from error
    try:
        client.wait_for_workers(1, timeout=patience_seconds)
    except TimeoutError as error:
        client.close(timeout=patience_seconds)
        facts = {"address": address, "seconds": f"{patience_seconds:g}"}
        raise RequestError(Problem(kind="cluster-idle", path="--cluster", facts=facts)) from error
    return client


def _silence() -> None:
    """Let Dask and what it stands on say nothing: it would be in the middle of our display. What matters is raised.

    Dask's configuration gives loggers below these levels of their own.
    """
    for name in {*NOISY, *logging.root.manager.loggerDict}:
        if name.partition(".")[0] in NOISY:
            logging.getLogger(name).setLevel(logging.CRITICAL)


async def _ring(address: str) -> None:
    """See whether a scheduler answers: a client that finds none may wait for ever, and leaves noise behind."""
    from distributed import Security
    from distributed.core import rpc

    # For `tls://`: the certificates that Dask's own configuration names.
    arguments = Security().get_connection_args("client")
    async with rpc(address, connection_args=arguments) as scheduler:
        await scheduler.identity()


@contextmanager
def _explained(client: Client, address: str) -> Iterator[None]:
    from distributed import KilledWorker

    try:
        yield
    except PlannerError:
        raise
    except KilledWorker as error:
        facts = {"address": address, "times": error.allowed_failures + 1}
        raise PlannerError(Problem(kind="cluster-worker-died", facts=facts)) from error
    except (CancelledError, asyncio.CancelledError) as error:  # of the future, or of the call that hands it out
        raise PlannerError(Problem(kind="cluster-lost", facts={"address": address})) from error
    except ModuleNotFoundError as error:
        raise PlannerError(Problem(kind="cluster-without-planner", facts={"detail": _first_line(error)})) from error
    except Exception as error:
        # Dask takes the result of a future for an error when the scheduler goes away just as it arrives, and trips
        # over it.
        if client.status == "running":
            raise
        raise PlannerError(Problem(kind="cluster-lost", facts={"address": address})) from error


class _SameProgram(Executor):
    """Lets work be done only by the same program as this one."""

    def __init__(self, executor: Executor, program: Callable[[], str]) -> None:
        self._executor = executor
        self._program = program
        self._expected = program()

    def submit(self, function: Callable[..., Result], /, *args: Any, **named: Any) -> Future[Result]:
        """Hand out a call, as bytes: a worker that lacks the planner would die of a message that names it."""
        call = _Call((self._program, self._expected, function, args, named))
        return self._executor.submit(pickle.loads, pickle.dumps(call, protocol=pickle.HIGHEST_PROTOCOL))


class _Call:
    """To be unpickled is to be called, and gives the result."""

    def __init__(self, arguments: tuple[Any, ...]) -> None:
        self._arguments = arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _checked, self._arguments


def _checked(
    program: Callable[[], str],
    expected: str,
    function: Callable[..., Result],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> Result:
    """What a worker does."""
    if program() != expected:
        raise PlannerError(Problem(kind="cluster-other-program", facts={"host": socket.gethostname()}))
    return function(*args, **named)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
