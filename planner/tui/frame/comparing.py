"""What F5 and F6 ask and begin; to be awaited in a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.frame.dialogs import Ask, Pick, Say
from planner.tui.frame.ending import title_of
from planner.wording import _, language

if TYPE_CHECKING:
    from planner.editing import Document, State
    from planner.model.scenario import Scenario
    from planner.tui.frame.candidates import Candidates
    from planner.tui.host import Host

MOST = 4
"""Alternatives that one comparison shows beside its base."""


async def run(app: Host, document: Document) -> None:
    """F5: begin the document beside its base, and open the comparison; or say why not."""
    from planner.files.identity import scenario_hash

    state = await asyncio.to_thread(lambda: document.state)
    if not await _runnable(app, document, state):
        return
    base = None if state.base is None else await asyncio.to_thread(lambda: state.base.scenario if state.base else None)
    assert state.scenario is not None
    if base is None:
        await _run_alone(app, document)
        return
    if scenario_hash(state.scenario) == scenario_hash(base):
        why = _("It does not differ from its base yet. Change something, apply a measure, or choose others with F6.")
        await app.push_screen_wait(Say(_("There is nothing to compare"), [why]))
        return
    scenario = await asyncio.to_thread(document.scenario)
    assert scenario is not None
    await _begin(app, [base, scenario])


async def _runnable(app: Host, document: Document, state: State) -> bool:
    """Whether a content can be run; says why not."""
    if not state.problems:
        return True
    from planner.tui.frame.problems import lines_about

    told = await asyncio.to_thread(lines_about, document, state.problems)
    await app.push_screen_wait(Say(_("This scenario cannot be run yet"), told))
    return False


async def _run_alone(app: Host, document: Document) -> None:
    """A file without a base is compared with itself before the changes, or with others."""
    why = _("{document} builds on no base. F6 compares it with others; alone, its figures have nothing beside them.")
    answer = await app.push_screen_wait(
        Ask(
            _("What shall it be compared with?"),
            [("others", _("Choose others")), ("alone", _("Run it alone"))],
            why.format(document=title_of(document)),
        )
    )
    if answer == "others":
        await set_up(app, (document,))
    elif answer == "alone":
        scenario = await asyncio.to_thread(document.scenario)
        assert scenario is not None
        await _begin(app, [scenario])


async def _begin(app: Host, scenarios: Sequence[Scenario]) -> None:
    """Put a study into the queue and open it."""
    from planner.errors import PlannerError

    try:
        study = await asyncio.to_thread(app.begin_study, scenarios)
    except PlannerError as error:
        app.say_problems(error)
    else:
        app.open_study(study)


# F6 -------------------------------------------------------------------------------------------------------------------


async def set_up(app: Host, preselected: Sequence[Document | Path] = ()) -> None:
    """F6: choose a base and up to four others, then begin and open the comparison.

    The first of `preselected` is offered as base, and is the base where others follow; open documents are ticked.
    """
    from planner.errors import PlannerError
    from planner.tui.frame.candidates import Candidates
    from planner.tui.frame.problems import told

    candidates = await asyncio.to_thread(Candidates, tuple(app.documents))
    rows = [(one.id, one.title(language())) for one in candidates.scenarios]
    before = [id for one in preselected if (id := candidates.id_of(one)) is not None]
    base = before[0] if len(before) > 1 else None
    if base is None:
        first = [row for row in rows if row[0] in before] + [row for row in rows if row[0] not in before]
        chosen = await app.push_screen_wait(Pick(_("Compare with which base?"), first))
        if not isinstance(chosen, str):
            return
        base = chosen
    of_documents = [candidates.id_of(one) for one in preselected if not isinstance(one, Path)]
    ticked = [id for id in of_documents if id not in (None, base)]
    while alternatives := await _pick_others(app, candidates, base, dict(rows)[base], ticked):
        try:
            scenarios = await asyncio.to_thread(candidates.read, base, alternatives)
        except PlannerError as error:
            # What is ticked stays, so that it can be put right.
            await app.push_screen_wait(told(error, candidates.measures_of(base, language())))
            ticked = [id for one in alternatives for id in one]
        else:
            await _begin(app, scenarios)
            return


async def _pick_others(
    app: Host, candidates: Candidates, base: str, title: str, ticked: list[str]
) -> list[tuple[str, ...]]:
    """The alternatives, each as ids of rows: one file, or measures; none where the person has left it."""
    others = candidates.others_of(base, language())
    question = _("{base}, and beside it up to four others:").format(base=title)
    while True:
        answer = await app.push_screen_wait(
            Pick(question, others, multiple=True, chosen=ticked, detail=candidates.note_on(base))
        )
        if not isinstance(answer, tuple):
            return []
        ticked = [*answer]
        if not answer:
            told = _("Space or a click ticks what shall be compared.")
            await app.push_screen_wait(Say(_("Nothing is ticked"), [told]))
            continue
        alternatives = await _alternatives(app, answer)
        if len(alternatives) > MOST:
            told = _("{n} are ticked; four at most can be shown beside each other.").format(n=len(alternatives))
            await app.push_screen_wait(Say(_("Too many at once"), [told]))
        elif alternatives:
            return alternatives


async def _alternatives(app: Host, picked: Sequence[str]) -> list[tuple[str, ...]]:
    """What the ticked rows make: several measures each by itself or all as one; none where that was left open."""
    measures = [id for id in picked if id.startswith("measure:")]
    files: list[tuple[str, ...]] = [(id,) for id in picked if not id.startswith("measure:")]
    each: list[tuple[str, ...]] = [(id,) for id in measures]
    if len(measures) < 2:
        return files + each
    answer = await app.push_screen_wait(
        Ask(
            _("Several measures are ticked."),
            [("one", _("All of them together, as one alternative")), ("each", _("Each by itself"))],
        )
    )
    if answer is None:
        return []
    return [*files, tuple(measures)] if answer == "one" else files + each
