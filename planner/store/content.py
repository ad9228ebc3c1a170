"""A merged scenario as compressed JSON, and back, so that a study can be resumed after its files have changed."""

from __future__ import annotations

import json
import zlib
from functools import cache
from typing import TYPE_CHECKING

from planner.model.scenario import Scenario
from planner.store.results import inflated

if TYPE_CHECKING:
    from cattrs import Converter


@cache
def _converter() -> Converter:
    from cattrs.preconf.json import make_converter

    converter = make_converter(forbid_extra_keys=True, detailed_validation=False)
    # 2 and 2.0 are equal, but not in the hash of a scenario.
    converter.register_structure_hook(float, lambda value, _: value)
    return converter


def packed(scenario: Scenario) -> bytes:
    """The whole of a scenario; tables keep their order, on which a run can depend."""
    content = _converter().unstructure(scenario, Scenario)
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


LARGEST = 256_000_000
"""Bytes of a scenario when it is unpacked; a county takes a hundredth."""


def unpacked(content: bytes) -> Scenario:
    """The scenario again. Raises ValueError where it is damaged, too large, or of another model."""
    try:
        return _converter().structure(json.loads(inflated(content, LARGEST)), Scenario)
    except Exception as error:  # whatever fails, it fails for what is stored there
        raise ValueError(str(error)) from error
