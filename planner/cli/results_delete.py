"""`planner results delete`: asks first, then deletes studies for good."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from planner.cli.consoles import data, talk
from planner.cli.keeping import opened
from planner.cli.results_list import entry_of, staffings_told
from planner.cli.results_study import titles
from planner.errors import Problem, RequestError, ResultError
from planner.i18n import _, ngettext

YES = ("y", "yes", "是")


def delete_studies(store: Path | None, numbers: tuple[int, ...], staffings: bool, yes: bool) -> None:
    """Delete all of the studies, or none where one is not there or the answer is no; `staffings` are all of searches.

    Raises ResultError, and RequestError where there is nobody to be asked, or nothing named.
    """
    if not numbers and not staffings:
        raise RequestError(Problem(kind="nothing-to-delete"))
    with opened(store, for_reading=True) as found:
        tried = {study.id: study for study in found.staffings()}
        there = {study.id: study for study in found.studies()} | tried
        damaged = found.damaged()
        missing = [number for number in numbers if number not in there and number not in damaged]
        if missing:
            raise ResultError([Problem(kind="no-such-study", facts={"id": number}) for number in missing])
        searched = list(tried.values()) if staffings else []
        numbers = tuple(number for number in numbers if number in damaged or there[number] not in searched)
        frozen = [number for number in numbers if number in there and there[number].frozen]
        if frozen:
            raise ResultError([Problem(kind="study-frozen", facts={"id": number}) for number in frozen])
        if not yes:
            if not sys.stdin.isatty():
                raise RequestError(Problem(kind="needs-yes", path="--yes"))
            console = talk()
            for number in numbers:
                if number in damaged:
                    console.print(_("Study {id}: damaged.").format(id=number), soft_wrap=True)
                    continue
                entry = entry_of(there[number])
                told = _("Study {id}: {titles}, {finished} of {asked} replications.")
                console.print(
                    told.format(id=number, titles=titles(entry.study), finished=entry.finished, asked=entry.asked),
                    soft_wrap=True,
                )
            if staffings:
                console.print(_("{staffings}.").format(staffings=staffings_told(searched)), soft_wrap=True)
            if not _agreed():
                console.print(_("Nothing is deleted."))
                return
    with opened(store) as found:
        for number in numbers:
            found.delete(number)
            data().print(_("Study {id} is deleted.").format(id=number), soft_wrap=True)
        if staffings:
            for study in searched:
                found.delete(study.id)
            n = len(searched)
            told = ngettext("{n} staffing is deleted.", "{n} staffings are deleted.", n)
            data().print(told.format(n=n), soft_wrap=True)


def _agreed() -> bool:
    """Whether the person at the terminal says yes; full-width letters of a Chinese input method count too."""
    talk().print(_("Delete for good? [y/N] "), end="", soft_wrap=True)
    answer = sys.stdin.readline()
    return unicodedata.normalize("NFKC", answer).strip().lower() in YES
