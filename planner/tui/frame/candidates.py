"""What can be compared: open documents, the files of places, measures and packages on top of the base."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.text import Text
from planner.wording import _

if TYPE_CHECKING:
    from planner.editing import Document
    from planner.model.scenario import Scenario


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
        from planner.tui.screens.home.ways import places

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
