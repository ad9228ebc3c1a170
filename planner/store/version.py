"""What figures depend on beside scenario and request: the program that makes them."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files

PACKAGES = ("model", "files", "workload", "engine", "metrics")
"""The packages of the planner that turn a scenario into figures."""

LIBRARIES = ("numpy", "simpy", "chinesecalendar")
"""The libraries whose versions can change a figure: draws, order of events, holidays."""


@cache
def results_version() -> str:
    """16 hexadecimal digits that differ where the same scenario and request may give other figures.

    They cover the source of `PACKAGES` and the versions of `LIBRARIES`, so that no results of an older program are ever
    taken for those of this one, whether or not somebody remembered to raise a number.
    """
    digest = blake2b(digest_size=8)
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for package in PACKAGES:
        folder = files("planner") / package
        for source in sorted((one for one in folder.iterdir() if one.name.endswith(".py")), key=lambda one: one.name):
            digest.update(f"{package}/{source.name}\n".encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()
