"""A command that cannot be carried out: nothing has changed, and every reason is given."""

from __future__ import annotations

from planner.errors import PlannerError


class EditRefused(PlannerError):
    """A command that was not carried out; the document is as it was before it."""
