"""Editing scenarios without a screen: documents, their commands, drafts, and the views that a form or a table shows.

`Document` is an opened file or a new what-if; `Document.state` is what its content amounts to.
"""

from planner.editing.document import Document
from planner.editing.drafts import Draft, list_drafts
from planner.editing.history import Command
from planner.editing.refusal import EditRefused
from planner.editing.saving import ChangedOnDisk, NotSaved, Outcome, Saved
from planner.editing.state import State

__all__ = [
    "ChangedOnDisk",
    "Command",
    "Document",
    "Draft",
    "EditRefused",
    "NotSaved",
    "Outcome",
    "Saved",
    "State",
    "list_drafts",
]
