"""What frame and screens may ask of the program; `planner.tui.app` does it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.editing import Document, Draft
    from planner.errors import PlannerError
    from planner.model.scenario import Scenario
    from planner.tui.settings import Settings
    from planner.tui.studies import Studies, StudyStatus


class Host(App[None], inherit_bindings=False):
    """The program as its screens know it. None of its ways blocks."""

    documents: list[Document]
    """Those that are open."""
    settings: Settings
    store_path: Path | None
    """Where results are kept; None for the user's own store."""
    drafts_folder: Path | None
    """Where drafts are kept; None for the user's own folder."""
    example: int | None
    """The study of Home's four rows."""

    # Words and colours --------------------------------------------------------------------------------------------

    @abstractmethod
    def say(self, text: str, severity: str = "information") -> None:
        """Say something in passing: `information`, `warning` or `error`."""

    @abstractmethod
    def say_problems(self, error: PlannerError) -> None:
        """What is wrong, every problem of it."""

    @abstractmethod
    async def change_language(self) -> None:
        """Chinese instead of English, or the other way round, on every screen that is open."""

    @abstractmethod
    def next_theme(self) -> None:
        """The next colours, kept for the next start."""

    # Studies ------------------------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def studies(self) -> Studies:
        """The service that runs studies."""

    @abstractmethod
    def under_way(self) -> tuple[StudyStatus, ...]:
        """The studies that run and wait."""

    @abstractmethod
    def begin_study(self, scenarios: Sequence[Scenario]) -> int:
        """Begin a study that a person asks for, and give its number; to be called in a thread.

        Raises RequestError and ResultError.
        """

    @abstractmethod
    def resume_study(self, study_id: int) -> None:
        """Let a study go on that a person asks for; to be called in a thread. Raises ResultError."""

    # Ways ---------------------------------------------------------------------------------------------------------

    @abstractmethod
    def open_file(self, path: Path) -> None:
        """Open a scenario file, or say what is wrong with it."""

    @abstractmethod
    def open_what_if(self, base: Path) -> None:
        """Begin a new what-if on top of a file."""

    @abstractmethod
    def resume_draft(self, draft: Draft) -> None:
        """Go on with a draft."""

    @abstractmethod
    def show_document(self, document: Document) -> None:
        """The screen of an open document."""

    @abstractmethod
    async def save_document(self, document: Document) -> bool:
        """Save a document; whether it is on the disk now. To be awaited in a worker."""

    @abstractmethod
    def open_study(self, study_id: int) -> None:
        """The comparison of a study in the store, finished or not."""

    @abstractmethod
    def run_document(self, document: Document) -> None:
        """F5: the document beside its base."""

    @abstractmethod
    def compare_setup(self, preselected: Sequence[Document | Path] = ()) -> None:
        """F6: choose a base and up to four others; the first of `preselected` is offered as base."""

    @abstractmethod
    def go_back(self) -> None:
        """To the screen below; from the lowest nowhere, but how to leave the program is said."""

    @abstractmethod
    def leave(self) -> object:
        """End the program, after asking what becomes of unsaved documents."""

    @abstractmethod
    def show_help(self) -> None:
        """F1: what has the focus is for."""

    @abstractmethod
    def show_menu(self) -> None:
        """F10: everything that can be done here."""
