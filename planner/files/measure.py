"""Measures and packages: named, sourced changes to a scenario, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from planner.files.change import Change
from planner.model.scenario import Cost, Source
from planner.model.text import Text

Group = Literal["staffing", "delegation", "linkage", "platform", "incentives", "structure"]


@frozen(kw_only=True)
class Citation:
    """Which document a measure comes from, and its words."""

    document: str = ""
    quote: str = ""


@frozen(kw_only=True)
class Measure:
    """A reform that can be applied to a scenario."""

    id: str = ""
    file: str = ""
    title: Text
    description: Text = Text()
    group: Group
    done: Literal["done", "proposal"]
    """Done somewhere, or proposed only (建议)."""
    needs: tuple[str | Text, ...] = ()
    """What it needs in order to work: measures by id, or words."""
    cost: Cost | None = None
    origin: Citation = Citation()
    changes: tuple[Change, ...]
    sources: Mapping[str, Source] = field(factory=dict)


@frozen(kw_only=True)
class Package:
    """Several measures under one name."""

    id: str = ""
    file: str = ""
    title: Text
    description: Text = Text()
    measures: tuple[str, ...]
