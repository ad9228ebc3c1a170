"""Editing scenarios without a screen: documents, their commands and drafts, and the views that forms and tables show.

`Document` is an opened file or a new what-if, `Document.state` what its content amounts to: problems, the merged
scenario, the load check, and every value with its base and its source. The views are functions of a state, and work
while it has problems:

- `form`, `field_at`: fields made from the model's own, with unit, range and choices; `acts_on`: what a field acts on
- `people_table`: townships by teams by post types; `balance`: posts given and taken
- `powers_grid`: case types by kinds or townships
"""

from planner.editing.commands import free_id
from planner.editing.document import Document
from planner.editing.drafts import Draft, drafts_in, list_drafts
from planner.editing.effects import ActsOn, acts_on
from planner.editing.fields import Elements, Field, Form, field_at, form
from planner.editing.history import Command
from planner.editing.measure_choices import MeasureChoice, PackageChoice
from planner.editing.people import Balance, PeopleTable, balance, people_table
from planner.editing.powers import PowersGrid, powers_grid
from planner.editing.saving import ChangedOnDisk, NotSaved, Outcome, Saved
from planner.editing.state import State, Stated, place_of
from planner.editing.tables import EditRefused

__all__ = [
    "ActsOn",
    "Balance",
    "ChangedOnDisk",
    "Command",
    "Document",
    "Draft",
    "EditRefused",
    "Elements",
    "Field",
    "Form",
    "MeasureChoice",
    "NotSaved",
    "Outcome",
    "PackageChoice",
    "PeopleTable",
    "PowersGrid",
    "Saved",
    "State",
    "Stated",
    "acts_on",
    "balance",
    "drafts_in",
    "field_at",
    "form",
    "free_id",
    "list_drafts",
    "people_table",
    "place_of",
    "powers_grid",
]
