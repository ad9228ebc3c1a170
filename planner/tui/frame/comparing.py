"""What can be compared, and what F5 and F6 ask and begin; to be awaited in a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.text import Text
from planner.tui.frame.dialogs import Ask, Pick, Say
from planner.tui.frame.documents import title_of
from planner.wording import _, language

if TYPE_CHECKING:
    from planner.editing import Document, State
    from planner.model.scenario import Scenario
    from planner.tui.host import Host


@frozen(kw_only=True)
class Candidate:
    """A scenario that can be compared: an open document as it is now, or a file."""

    id: str
    name: Text
    path: Path | None
    """The file; None for an open document that has unsaved changes, or no file yet."""
    document: Document | None = None

    def title(self, language: str) -> str:
        """Its name; of an open document with a mark."""
        name = self.name.in_language(language)
        return name if self.document is None else _("{name} (open)").format(name=name)


class Candidates:
    """Everything that can be chosen, read from the disk once; made in a thread."""

    def __init__(self, documents: Sequence[Document]) -> None:
        from planner.files.shipped import places

        found = [_of_document(number, document) for number, document in enumerate(documents)]
        opened = {document.file for document in documents}
        found += [
            Candidate(id=f"file:{file.path}", name=file.title, path=file.path)
            for place in places()
            for file in place.files
            if file.path.resolve() not in opened
        ]
        self.scenarios: tuple[Candidate, ...] = tuple(found)

    def id_of(self, wanted: Document | Path) -> str | None:
        """The id of a document or file, None where it is not among them."""
        for one in self.scenarios:
            if one.document is wanted or (isinstance(wanted, Path) and one.path == wanted.resolve()):
                return one.id
        return None

    def _by_id(self, id: str) -> Candidate:
        return next(one for one in self.scenarios if one.id == id)

    def others_of(self, base: str, language: str) -> list[tuple[str, str]]:
        """Rows to tick beside a base: what lies in its folder first, then packages and measures, then the rest."""
        here = self._by_id(base)
        home = here.path or (here.document.suggested_file if here.document is not None else None)
        files = [one for one in self.scenarios if one.id != base]
        near = [
            one for one in files if one.document is not None or (home and one.path and one.path.parent == home.parent)
        ]
        rows = [(one.id, one.title(language)) for one in near]
        if here.path is not None:
            rows += _measures(here.path, language)
        return rows + [(one.id, one.title(language)) for one in files if one not in near]

    def measures_of(self, base: str, language: str) -> dict[str, str]:
        """Titles of packages and measures for a base, by id."""
        path = self._by_id(base).path
        rows = [] if path is None else _measures(path, language)
        return {id.removeprefix("measure:"): title for id, title in rows}

    def note_on(self, base: str) -> str:
        """Why a base takes no measures, where it does not."""
        if self._by_id(base).path is not None:
            return ""
        return _("Measures can be put on top of a saved file only; this one has unsaved changes.")

    def read(self, base: str, others: Sequence[Sequence[str]]) -> list[Scenario]:
        """The scenario of a base, then those of the others. Raises ScenarioError with every problem."""
        from planner.experiments.alternatives import read_alternatives

        here = self._by_id(base)
        found = [self._read(here)]
        for ids in others:
            names = [id.removeprefix("measure:") for id in ids if id.startswith("measure:")]
            if names:
                assert here.path is not None
                found += read_alternatives(here.path, (), [names])[1:]
            else:
                found.append(self._read(self._by_id(ids[0])))
        return found

    def _read(self, one: Candidate) -> Scenario:
        from planner.errors import ScenarioError
        from planner.workload.reading import read_scenario

        if one.document is None:
            assert one.path is not None
            return read_scenario(one.path)
        scenario = one.document.scenario()
        if scenario is None:
            raise ScenarioError(list(one.document.state.problems))
        return scenario


def _of_document(number: int, document: Document) -> Candidate:
    stem = document.suggested_file.stem
    title = document.title()
    name = title if title.zh or title.en else Text(zh=stem, en=stem)
    path = None if document.unsaved else document.file
    return Candidate(id=f"document:{number}", name=name, path=path, document=document)


def _measures(near: Path, language: str) -> list[tuple[str, str]]:
    """Packages, then measures, to be put on top of a file."""
    from planner.files import list_measures, list_packages

    found = [(one.id, one.title) for one in list_packages(near)]
    found += [(one.id, one.title) for one in list_measures(near)]
    return [(f"measure:{id}", f"＋ {title.in_language(language)}") for id, title in found]


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
