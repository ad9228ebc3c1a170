"""A finished replication and a merged scenario as the bytes that a store keeps, and back, whole or not at all."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from planner.metrics import FigureKey
from planner.model.scenario import Scenario

if TYPE_CHECKING:
    from cattrs import Converter


LARGEST = 64_000_000
"""Bytes of one replication when they are unpacked; a county with every grouping takes a hundredth."""

AT_A_PLACE = "typeof(scenario) = 'integer' AND typeof(number) = 'integer' AND scenario >= 0 AND number >= 0"
"""What holds of the row of a result; SQLite would keep a word there as well."""

Figures = Mapping[FigureKey, float]
Series = Mapping[str, tuple[float, ...]]


def packed(numbers: Sequence[int], figures: Figures, backlog: Series) -> bytes:
    """The figures, each by the number of its name, and the open cases at the end of each day by family.

    Raises ValueError for a figure that is no number: that would be a fault of this program.
    """
    if any(value != value for value in figures.values()):
        raise ValueError("a figure is no number")
    parts = [struct.pack("<II", len(figures), len(backlog))]
    parts.append(struct.pack(f"<{len(numbers)}q", *numbers))
    parts.append(struct.pack(f"<{len(numbers)}d", *figures.values()))
    for family, days in backlog.items():
        name = family.encode()
        parts += [struct.pack("<II", len(name), len(days)), name, struct.pack(f"<{len(days)}d", *days)]
    return zlib.compress(b"".join(parts), level=1)


def unpacked(
    content: bytes, names: Mapping[int, FigureKey]
) -> tuple[dict[FigureKey, float], dict[str, tuple[float, ...]]]:
    """The figures by name and the series by family, bit for bit and in the order in which they were packed.

    Raises ValueError where they are damaged, name nothing, or are larger than any result.
    """
    data = inflated(content, LARGEST)
    try:
        count, families = struct.unpack_from("<II", data)
        numbers = struct.unpack_from(f"<{count}q", data, 8)
        values = struct.unpack_from(f"<{count}d", data, 8 + 8 * count)
        place = 8 + 16 * count
        figures = {names[number]: value for number, value in zip(numbers, values, strict=True)}
        backlog = {}
        for _ in range(families):
            length, days = struct.unpack_from("<II", data, place)
            name = data[place + 8 : place + 8 + length].decode()
            place += 8 + length
            backlog[name] = struct.unpack_from(f"<{days}d", data, place)
            place += 8 * days
    except (struct.error, LookupError, OverflowError, MemoryError) as error:
        raise ValueError(str(error)) from error
    if place != len(data) or len(figures) != count or len(backlog) != families:
        raise ValueError("length")
    return figures, backlog


def inflated(content: bytes, largest: int) -> bytes:
    """The bytes behind compressed ones. Raises ValueError for what is damaged, cut off, or larger than that."""
    if not isinstance(content, bytes):
        raise ValueError("type")
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(content, largest)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not inflater.eof or inflater.unused_data:
        raise ValueError("length")
    return data


def checksum(place: tuple[object, ...], figures: Figures, backlog: Series) -> bytes:
    """16 bytes that differ where a result is another one, or stands at another place.

    They are of the names and numbers themselves, so that a name which is damaged is seen as well.
    """
    digest = blake2b(repr(place).encode(), digest_size=16)
    for key, value in figures.items():
        digest.update("\0".join((*key, "")).encode(errors="surrogatepass") + struct.pack("<d", value))
    for family, days in backlog.items():
        digest.update(f"{family}\0{len(days)}\0".encode() + struct.pack(f"<{len(days)}d", *days))
    return digest.digest()


@cache
def _converter() -> Converter:
    from cattrs.preconf.json import make_converter

    converter = make_converter(forbid_extra_keys=True, detailed_validation=False)
    # 2 and 2.0 are equal, but not in the hash of a scenario.
    converter.register_structure_hook(float, lambda value, _: value)
    return converter


def packed_scenario(scenario: Scenario) -> bytes:
    """The whole of a scenario; tables keep their order, on which a run can depend."""
    content = _converter().unstructure(scenario, Scenario)
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


LARGEST_SCENARIO = 256_000_000
"""Bytes of a scenario when it is unpacked; a county takes a hundredth."""


def unpacked_scenario(content: bytes) -> Scenario:
    """The scenario again. Raises ValueError where it is damaged, too large, or of another model."""
    try:
        return _converter().structure(json.loads(inflated(content, LARGEST_SCENARIO)), Scenario)
    except Exception as error:  # whatever fails, it fails for what is stored there
        raise ValueError(str(error)) from error
