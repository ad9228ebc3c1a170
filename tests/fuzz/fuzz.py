"""Spoils inputs by the thousand and brings them to the program: `make fuzz`.

Every mutation has a number, and is the same one whenever it is made with the same seed:

    make fuzz                                                 2,000 of each kind, or as many as fit into the time
    make fuzz FUZZ="--kind tables --only 17"                 one, with its traceback

A mutation is a fault when the program ends in an exception that is not one of its own, takes longer than a limit,
prints control characters, gives other figures, or says that all is well with nothing in it.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kinds import KINDS

LIMIT_SECONDS = 60.0
"""How long one mutation may take on a busy machine."""

MEMORY_BYTES = 8 << 30


def attempts(kind: str, seed: int, numbers: range, folder: Path) -> Iterator[dict[str, Any]]:
    """What became of each mutation: `outcome`, or the `fault`; before the first one, that all is made."""
    made = KINDS[kind](folder)
    yield {"made": kind}
    for number in numbers:
        try:
            yield {"number": number, "outcome": made.attempt(random.Random(f"{seed} {kind} {number}"))}
        except Exception as error:
            told = "".join(traceback.format_exception(error))
            yield {"number": number, "fault": f"{type(error).__name__}: {error}"[:2_000], "traceback": told[-4_000:]}


def work(kind: str, seed: int, numbers: range) -> None:
    """A process of its own: prints a line for each mutation."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLANNER_STORE"] = str(Path(folder) / "default.sqlite")
        for line in attempts(kind, seed, numbers, Path(folder)):
            print(json.dumps(line), file=sys.__stdout__, flush=True)


def watched(kind: str, seed: int, numbers: range, until: float) -> Iterator[dict[str, Any]]:
    """The same from a process that is begun again behind a mutation that takes too long or kills it."""
    first = numbers.start
    while first < numbers.stop and time.monotonic() < until:
        arguments = ["--work", "--kind", kind, "--seed", str(seed), "--from", str(first), "--count", str(numbers.stop)]
        process = subprocess.Popen(
            [sys.executable, __file__, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        lines: queue.Queue[str] = queue.Queue()
        reader = threading.Thread(target=_read_into, args=(process.stdout, lines), daemon=True)
        reader.start()
        errors: list[str] = []
        made = False
        threading.Thread(target=lambda p=process, e=errors: e.extend(p.stderr or ()), daemon=True).start()
        while first < numbers.stop:
            try:
                line = lines.get(timeout=LIMIT_SECONDS)
            except queue.Empty:
                line = ""
            if not line:
                why = "".join(errors)[-2_000:] if process.poll() is not None else f"more than {LIMIT_SECONDS:.0f} s"
                yield {"number": first, "fault": f"ended or hung: {why}", "traceback": ""}
                first = first + 1 if made else numbers.stop
                break
            found = json.loads(line)
            made = True
            if "number" in found:
                first = found["number"] + 1
                yield found
            if time.monotonic() > until:
                break
        process.kill()
        process.wait()


def _read_into(stream: Any, lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line)
    lines.put("")


def campaign(
    kind: str, seed: int, count: int, until: float, results: queue.Queue[tuple[str, dict[str, Any] | None]]
) -> None:
    """All mutations of one kind, told to `results`; None at the end."""
    for found in watched(kind, seed, range(count), until):
        results.put((kind, found))
    results.put((kind, None))


def main() -> int:
    """0 where nothing was found, 1 where something was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=KINDS, help="only this kind")
    parser.add_argument("--count", type=int, default=2_000, help="mutations of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=20.0, help="stop after this time")
    parser.add_argument("--only", type=int, help="the number of one mutation")
    parser.add_argument("--from", type=int, default=0, dest="first", help=argparse.SUPPRESS)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(given.kind, given.seed, range(given.first, given.count))
        return 0
    if given.only is not None:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["PLANNER_STORE"] = str(Path(folder) / "default.sqlite")
            for found in attempts(given.kind, given.seed, range(given.only, given.only + 1), Path(folder)):
                print(found.get("traceback") or found)
        return 0
    return _report(list(KINDS) if given.kind is None else [given.kind], given)


def _report(kinds: list[str], given: argparse.Namespace) -> int:
    results: queue.Queue[tuple[str, dict[str, Any] | None]] = queue.Queue()
    until = time.monotonic() + given.minutes * 60
    for kind in kinds:
        threading.Thread(target=campaign, args=(kind, given.seed, given.count, until, results), daemon=True).start()
    outcomes = {kind: Counter[str]() for kind in kinds}
    faults = 0
    running = len(kinds)
    while running:
        kind, found = results.get()
        if found is None:
            running -= 1
            told = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes[kind].most_common())
            print(f"{kind}: {outcomes[kind].total():,} mutations: {told}", flush=True)
        elif "fault" in found:
            faults += 1
            outcomes[kind]["FAULT"] += 1
            print(f"{kind} {found['number']}: {found['fault']}\n{found['traceback'][-1_500:]}\n", flush=True)
        else:
            outcomes[kind][found["outcome"]] += 1
    print(f"{faults} faults" if faults else "nothing found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
