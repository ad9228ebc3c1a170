"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says nothing about whether it is right, and machines are slow at times.
settings.register_profile("planner", deadline=None)
settings.load_profile("planner")
