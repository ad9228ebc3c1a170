"""Settings for all tests."""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from planner.wording import language, set_language

# How long an example takes says nothing about whether it is right, and machines are slow at times.
settings.register_profile("planner", deadline=None)
settings.load_profile("planner")

# A script that starts its tests in the background has them ignore Ctrl-C, and every process they start as well; one
# that outlives its terminal does the same with hang-ups.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def same_language_afterwards() -> Iterator[None]:
    """A test may change the language; the next one finds it as it was."""
    before = language()
    yield
    set_language(before)


@pytest.fixture(autouse=True, scope="session")
def store_of_the_tests() -> Iterator[None]:
    """Commands that name no store, here and in other processes, leave the tester's own alone."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANNER_STORE", os.fspath(Path(folder) / "results.sqlite"))
        yield
