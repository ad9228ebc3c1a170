"""What the store says of the four rows by now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from planner.experiments.comparison import Finding
    from planner.model.scenario import Scenario

INDICATORS = ("resolution_time_mean", "overdue_end")
Cell = tuple[str, str]
"""A text and its style."""

STYLES = {"better": "bold $text-success", "worse": "bold $text-error"}


@frozen(kw_only=True)
class Figures:
    """Means of the base, and findings of the others, in the order of `INDICATORS`."""

    base: tuple[float | None, ...]
    others: tuple[tuple[Finding, ...], ...]
    keys: tuple[object, ...]
    precise: bool
    replications: int
    """That all four have finished."""

    def cells(self, place: int) -> list[Cell]:
        """The cells of a row; grey until the study is precise, with a mark where a change is sure and matters."""
        from planner.i18n import comparison as words

        cells: list[Cell] = []
        for number, key in enumerate(self.keys):
            mean, mark, verdict = self.base[number], "", ""
            if place:
                found = self.others[place - 1][number]
                mean = None if found.paired is None else found.paired.other_mean
                mark = words.mark(found) if found.verdict in ("better", "worse") else ""
                verdict = found.verdict or ""
            if mean is None:
                cells.append(("…", "dim"))
                continue
            told = words.value(mean, key, words.digits(key, mean, None))  # type: ignore[arg-type]
            style = "dim" if not self.precise else "bold" if verdict in ("better", "worse") else ""
            cells.append((f"{mark} {told}".strip(), style))
        return cells


def figures(store: Path | None, study_id: int, scenarios: tuple[Scenario, ...], family: str) -> Figures | None:
    """Read them; None before every scenario has finished once, or where the study is gone. Raises ResultError."""
    from math import fsum

    from planner.experiments.comparison import finding
    from planner.experiments.question import question
    from planner.metrics.indicators import FigureKey
    from planner.store import Store

    with Store.open(store, for_reading=True) as opened:
        study = opened.study(study_id)
        found = study.figures()
        complete = not study.missing()
    asked = question(scenarios[0], scenarios[1:], families=(family,))
    keys = tuple(FigureKey(indicator, family) for indicator in INDICATORS)
    numbers = [{number for place, number in found if place == position} for position in range(len(scenarios))]
    shared = set.intersection(*numbers)
    if not shared:
        return None

    def values(position: int, key: FigureKey) -> dict[int, float]:
        return {number: found[position, number][key] for number in sorted(shared) if key in found[position, number]}

    base = []
    for key in keys:
        known = list(values(0, key).values())
        base.append(fsum(known) / len(known) if known else None)
    return Figures(
        base=tuple(base),
        others=tuple(
            tuple(finding(asked, key, values(0, key), values(position, key)) for key in keys)
            for position in range(1, len(scenarios))
        ),
        keys=keys,
        precise=complete,
        replications=len(shared),
    )
