"""Studies in words: the titles of their scenarios, and the recorded table that they play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.i18n.language import _, text

if TYPE_CHECKING:
    from planner.store import Request, Study
    from planner.store.study import StudyScenario

TITLES_SHOWN = 3


def title(scenario: StudyScenario) -> str:
    """The title of a scenario, or its name where it has none."""
    return text(scenario.title) or scenario.name


def told_apart(titles: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Titles of scenarios; where several are alike, each with its name behind it, or else with its number from 1."""
    named = [
        _("{title} ({name})").format(title=one, name=name) if titles.count(one) > 1 else one
        for one, name in zip(titles, ids, strict=True)
    ]
    return [
        _("{title} ({name})").format(title=one, name=place) if named.count(told) > 1 else told
        for place, (one, told) in enumerate(zip(titles, named, strict=True), 1)
    ]


def titles_of_study(study: Study) -> list[str]:
    """The titles of its scenarios, told apart."""
    return told_apart([title(one) for one in study.scenarios], [one.name for one in study.scenarios])


def titles(study: Study) -> str:
    """The scenarios of a study in a few words."""
    if study.request.verb == "sweep":
        return _("{title}: sweep").format(title=title(study.scenarios[0]))
    named = titles_of_study(study)[:TITLES_SHOWN]
    more = len(study.scenarios) - len(named)
    said = _("; ").join(named)
    return _("{titles} and {n} more").format(titles=said, n=more) if more else said


def played(request: Request) -> str:
    """Which recorded table a study plays; empty where its demand is drawn."""
    if not request.trace:
        return ""
    file = request.options.get("trace_file")
    if file is None:
        return _("Plays a recorded case table in place of drawn demand (fingerprint {trace}).").format(
            trace=request.trace
        )
    return _("Plays the recorded case table {file} in place of drawn demand (fingerprint {trace}).").format(
        file=file, trace=request.trace
    )
