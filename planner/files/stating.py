"""Values that a person states by path, outside any file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.files.draft import Draft, Refused
from planner.files.growing import grown
from planner.files.schema import Single, is_staff, shape_at
from planner.files.session import Session
from planner.files.sources import Layer
from planner.files.tree import Origin


def write_values(session: Session, draft: Draft, values: Mapping[str, Any]) -> Layer:
    """Write bare values to the places that their paths name; a path that names none is reported. Their layer."""
    layer = session.layer({})
    for pattern, value in values.items():
        written = tuple(pattern.split("."))
        try:
            places = draft.find("", pattern, may_be_new=True)
        except Refused as refusal:
            session.report_faults("", written, [refusal.fault])
            continue
        for place in places:
            draft.write(place, grown(value, Origin("", written, place, layer.number), shape_at(place)))
    return layer


def takes_whole_numbers(pattern: str) -> bool:
    """Whether only whole numbers can stand where a path leads, staff included; False where it leads nowhere."""
    shape = shape_at(tuple(pattern.split(".")))
    return is_staff(shape) or (isinstance(shape, Single) and shape.whole)
