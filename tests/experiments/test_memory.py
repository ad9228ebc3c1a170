"""A worker process that runs thousands of replications keeps nothing of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell the memory in use")
def test_memory_does_not_grow_with_replications() -> None:
    command = [sys.executable, FOLDER / "many_replications.py", FOLDER / "fifty-cases.toml"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    cases, early, late = map(int, done.stdout.split())
    assert 40 <= cases <= 60
    assert late - early < 5_000_000
