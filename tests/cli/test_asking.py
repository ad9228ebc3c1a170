"""What is not as it seems to be in the files of a command is told by every command that reads them, once."""

from __future__ import annotations

import json

import pytest

QUICK = ("--replications", 1, "--jobs", 1, "--progress", "none")
VERBS = {
    "check": ("check", "FILE"),
    "run": ("run", "FILE", *QUICK),
    "run --steady": ("run", "FILE", "--steady", *QUICK),
    "compare": ("compare", "FILE", "--with", "faster", *QUICK),
    "sweep": ("sweep", "FILE", "--vary", "linkage.return_days=1,2", *QUICK),
    "staff": ("staff", "FILE", "--for", "enforcement.on_time_rate>=0.1", "--tries", 1, *QUICK),
    "show": ("show", "FILE"),
    "measures": ("measures", "faster", "--on", "FILE"),
}
MEASURE = """
title = {{ en = "{name}", zh = "{name}" }}
group = "linkage"
done = "done"
changes = [{{ set = "linkage.return_days", value = {days} }}]
"""


@pytest.fixture
def folder(tmp_path, county):
    """A folder with a measure under a name that is shipped too, and another; its county names the first."""
    own = tmp_path / "own"
    (own / "measures").mkdir(parents=True)
    for name, days in (("whistle", 3), ("faster", 1)):
        (own / "measures" / f"{name}.toml").write_text(MEASURE.format(name=name, days=days), encoding="utf-8")
    (own / "county.toml").write_bytes(county.read_text(encoding="utf-8").encode("gb18030"))
    (own / "own.toml").write_text('format = 1\nextends = "county.toml"\nmeasures = ["whistle"]\n', encoding="utf-8")
    return own


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_tells_of_an_encoding_and_of_a_measure_in_place_of_a_shipped_one(planner, folder, verb):
    arguments = [folder / "own.toml" if one == "FILE" else one for one in VERBS[verb]]
    code, out, err = planner(*arguments, "--lang", "en")
    assert code in (0, 3), err
    told = " ".join((out if verb == "check" else err).split())
    assert told.count("GB18030") == 1
    assert told.count("Measure whistle is not the one that comes with the planner") == 1


@pytest.mark.parametrize(
    "arguments",
    [("compare", "FILE", "--with", "whistle"), ("sweep", "FILE", "--vary", "measure:whistle")],
    ids=["compare --with", "sweep --vary"],
)
def test_a_measure_that_only_the_command_names_is_told_too(planner, folder, arguments):
    given = [folder / "county.toml" if one == "FILE" else one for one in arguments]
    code, out, err = planner(*given, *QUICK, "--json", "--lang", "en")
    assert code == 0, err
    assert json.loads(out)
    assert " ".join(err.split()).count("Measure whistle is not the one that comes with the planner") == 1
    assert err.count("GB18030") == 1
