"""Values of the model as they stand in a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


def bare(value: Any) -> Any:
    """Tables, lists and single values; what is not stated (None) is left out of tables."""
    if attrs.has(type(value)):
        fields = ((a.name, getattr(value, a.name)) for a in attrs.fields(type(value)))
        return {name: bare(inner) for name, inner in fields if inner is not None}
    if isinstance(value, Mapping):
        return {str(key): bare(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [bare(inner) for inner in value]
    return value
