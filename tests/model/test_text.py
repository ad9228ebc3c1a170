"""The right name for one that is misspelt."""

from __future__ import annotations

import pytest

from planner.model.text import nearest


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("residnets", "residents"),
        ("Area_KM2", "area-km2"),
        ("area km2", "area-km2"),
        ("staff", ""),
    ],
)
def test_the_name_most_like_a_misspelt_one_whatever_its_case_and_dashes(written, meant):
    assert nearest(written, ["residents", "area-km2"]) == meant


def test_how_alike_a_name_must_be_is_a_choice():
    assert nearest("tow", ["township"]) == ""
    assert nearest("tow", ["township"], likeness=0.4) == "township"
