"""Scenario files: TOML to the model and back."""

from planner.files.reading import Reading, read, read_scenario

__all__ = ["Reading", "read", "read_scenario"]
