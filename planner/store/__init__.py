"""Results kept in SQLite, so that nothing announced is lost and nothing is computed twice."""

from planner.store.request import Request
from planner.store.store import Store, default_path
from planner.store.study import Study, StudyScenario

__all__ = ["Request", "Store", "Study", "StudyScenario", "default_path"]
