"""Parts of the scenario screen, on Laiyang and on a small county."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.editing import Document
from tests.tui.screens.scenario.alone import LAIYANG, Alone


@pytest.fixture
def laiyang(tmp_path: Path) -> Iterator[Document]:
    """A new what-if on top of Laiyang as it is."""
    document = Document.what_if(LAIYANG, drafts=tmp_path / "drafts")
    yield document
    document.close()


@pytest.fixture
def alone(laiyang: Document) -> Callable[[type[Any]], Alone]:
    """An app with one part of the screen, on Laiyang."""
    return lambda kind: Alone(kind, laiyang)
