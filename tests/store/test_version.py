"""The version of results covers all that makes figures."""

from __future__ import annotations

import json
import subprocess
import sys

import planner.store.version
from planner.store.version import LIBRARIES, PACKAGES, results_version

HARMLESS = {"attr", "attrs", "_distutils_hack"}
"""What makes classes and no figures, and what a virtual environment loads by itself."""


def test_every_module_that_makes_figures_is_covered() -> None:
    """What a run of one replication loads, beside the standard library."""
    program = (
        "import json, sys\n"
        "import planner.engine.simulate, planner.engine.trace, planner.metrics.figures\n"
        "print(json.dumps([(name, getattr(module, '__file__', None)) for name, module in sys.modules.items()]))"
    )
    loaded = json.loads(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout)
    ours = {name.split(".")[1] for name, _ in loaded if name.startswith("planner.")}
    assert ours - {"errors"} <= set(PACKAGES)
    theirs = {name.partition(".")[0] for name, file in loaded if file and "site-packages" in file}
    assert theirs - HARMLESS <= {"planner", "chinese_calendar", *LIBRARIES}


def test_another_library_or_another_source_is_another_version(monkeypatch, tmp_path) -> None:
    def fresh() -> str:
        results_version.cache_clear()
        return results_version()

    before = fresh()
    assert fresh() == before
    with monkeypatch.context() as changed:
        changed.setattr(planner.store.version, "version", lambda library: "0.0")
        assert fresh() != before
    with monkeypatch.context() as changed:
        for package in PACKAGES:
            (tmp_path / package).mkdir()
        changed.setattr(planner.store.version, "files", lambda package: tmp_path)
        empty = fresh()
        (tmp_path / PACKAGES[0] / "rule.py").write_text("pace = 1\n")
        first = fresh()
        (tmp_path / PACKAGES[0] / "rule.py").write_text("pace = 2\n")
        assert len({before, empty, first, fresh()}) == 4
    results_version.cache_clear()
