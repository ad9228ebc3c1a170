"""Scenario files: TOML to the model and back."""

from planner.files.catalogue import list_measures, list_packages, read_measure
from planner.files.differing import differences
from planner.files.identity import scenario_hash
from planner.files.measure import Measure, Package
from planner.files.reading import Reading, ScenarioFile, read, read_scenario
from planner.files.sources import source_finder, source_of
from planner.files.stating import takes_whole_numbers
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
