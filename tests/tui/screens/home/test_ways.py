"""The ways on from Home, as they are found on the disk."""

from __future__ import annotations

from planner.files import places as shipped_places
from planner.files.shipped import places


def test_a_place_keeps_its_name_beside_a_what_if_without_a_title(tmp_path, monkeypatch):
    folder = tmp_path / "laiyang"
    folder.mkdir()
    for name, title in (("before", "莱阳(改革前)"), ("current", "莱阳现状")):
        english = {"before": "Laiyang, before", "current": "Laiyang today"}[name]
        (folder / f"{name}.toml").write_text(f'format = 1\ntitle = {{ zh = "{title}", en = "{english}" }}\n', "utf-8")
    monkeypatch.setattr(shipped_places, "shipped", lambda: tmp_path)
    (named,) = places()
    (folder / "current-what-if.toml").write_text('format = 1\nextends = "current.toml"\n', "utf-8")
    (place,) = places()
    assert len(place.files) == 3
    assert place.title == named.title
    assert place.title.zh == "莱阳"
