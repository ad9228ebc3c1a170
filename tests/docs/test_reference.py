"""What is made from the model and its words is as it would be made now."""

import runpy
from pathlib import Path

MADE = runpy.run_path(str(Path(__file__).with_name("reference.py")))


def test_what_is_made_is_fresh() -> None:
    stale = [str(file) for file, text in MADE["made"]() if file.read_text(encoding="utf-8") != text]
    assert stale == [], "make reference"
