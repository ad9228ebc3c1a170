"""Scenario files: TOML to the model and back. A run, which reads no file, loads nothing of it but what it names."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.files.identity import differences, scenario_hash
    from planner.files.measure import Measure, Package
    from planner.files.reading import (
        Reading,
        ScenarioFile,
        list_measures,
        list_packages,
        read,
        read_measure,
        read_scenario,
        takes_whole_numbers,
    )
    from planner.files.sources import source_finder, source_of
    from planner.files.writing import fingerprint, save_changes, write_scenario

__all__ = [
    "Measure",
    "Package",
    "Reading",
    "ScenarioFile",
    "differences",
    "fingerprint",
    "list_measures",
    "list_packages",
    "read",
    "read_measure",
    "read_scenario",
    "save_changes",
    "scenario_hash",
    "source_finder",
    "source_of",
    "takes_whole_numbers",
    "write_scenario",
]

_WHERE = {
    **dict.fromkeys(("list_measures", "list_packages", "read_measure"), "reading"),
    "differences": "identity",
    "scenario_hash": "identity",
    **dict.fromkeys(("Measure", "Package"), "measure"),
    **dict.fromkeys(("Reading", "ScenarioFile", "read", "read_scenario"), "reading"),
    **dict.fromkeys(("source_finder", "source_of"), "sources"),
    "takes_whole_numbers": "reading",
    **dict.fromkeys(("fingerprint", "save_changes", "write_scenario"), "writing"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"planner.files.{_WHERE[name]}"), name)
