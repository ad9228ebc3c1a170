"""Opening documents; in a thread, since reading loads the model."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.editing import Document, Draft


def opened(path: Path, drafts: Path | None) -> Document:
    """A scenario file, evaluated. Raises ScenarioError."""
    from planner.editing import Document

    return _evaluated(Document.open(path, drafts=drafts))


def what_if(base: Path, drafts: Path | None) -> Document:
    """A new what-if on top of a file, evaluated. Raises ScenarioError."""
    from planner.editing import Document

    return _evaluated(Document.what_if(base, drafts=drafts))


def resumed(draft: Draft) -> Document:
    """A document as a draft has it, evaluated. Raises ScenarioError."""
    from planner.editing import Document

    return _evaluated(Document.resume(draft))


def _evaluated(document: Document) -> Document:
    """With what the screen shows at once: kept by the document, and worked out here, in the thread."""
    from planner.errors import ScenarioError

    document.state  # noqa: B018
    with suppress(ScenarioError):
        # A measure with problems is told of where measures are shown.
        document.catalogue  # noqa: B018
    return document
