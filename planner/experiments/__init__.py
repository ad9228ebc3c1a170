"""Replications of one or more scenarios, on one machine's processors or on any other executor."""

from planner.experiments.dispatch import Trace
from planner.experiments.result import Replication, RunResult, ScenarioRun
from planner.experiments.run import run, shared_cut_off

__all__ = ["Replication", "RunResult", "ScenarioRun", "Trace", "run", "shared_cut_off"]
