"""Where results are kept unless a path is given."""

from __future__ import annotations

from pathlib import Path


def default_path() -> Path:
    """The store of this user on this machine, in the folder that the system keeps for such data."""
    from platformdirs import user_data_path

    return user_data_path("township-planner", appauthor=False) / "results.sqlite"
