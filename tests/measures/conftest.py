"""What the tests of measures are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.measures.trial import Trial, Try, trial_in


@pytest.fixture
def trial(tmp_path: Path) -> Try:
    """Try a measure, or several, under a condition."""

    def try_out(measure: str, condition: str, replications: int = 3) -> Trial:
        return trial_in(tmp_path, tuple(measure.split()), condition, replications)

    return try_out
