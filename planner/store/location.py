"""Where results are kept unless a path is given."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "PLANNER_STORE"
"""The environment variable that names another place."""


def default_path() -> Path:
    """The store that `PLANNER_STORE` names, else that of this user, in the folder that the system has for data."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(os.path.expanduser(named))
    from platformdirs import user_data_path

    return user_data_path("township-planner", appauthor=False) / "results.sqlite"
