"""Whole numbers that rounding may have missed by a trifle."""

from __future__ import annotations

import pytest

from planner.model.tolerances import whole_at_least, whole_at_most


@pytest.mark.parametrize(
    ("value", "most", "least"),
    [
        (0.7 * 10 * 10, 70, 70),
        (0.29 * 100, 29, 29),  # 28.999999999999996
        (1.1 * 10 * 10, 110, 110),  # 110.00000000000001
        (2.5, 2, 3),
        (2.0 + 1e-6, 2, 3),
        (3.0 - 1e-6, 2, 3),
        (-0.4, -1, 0),
    ],
)
def test_rounding_changes_no_whole_number(value, most, least):
    assert (whole_at_most(value), whole_at_least(value)) == (most, least)
