"""What frame and screens may ask of the program; `planner.tui.app` does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.geometry import Size
    from textual.screen import Screen
    from textual.theme import Theme

    from planner.editing import Document, Draft
    from planner.errors import PlannerError
    from planner.model.scenario import Scenario
    from planner.tui.settings import Settings
    from planner.tui.studies import Studies, StudyStatus


Answer = TypeVar("Answer")


class Host(Protocol):
    """The program as its screens know it, so that they need not know the app. None of its ways blocks."""

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

    def say(self, text: str, severity: str = "information") -> None:
        """Say something in passing: `information`, `warning` or `error`."""

    def say_problems(self, error: PlannerError) -> None:
        """What is wrong, every problem of it."""

    async def change_language(self) -> None:
        """Chinese instead of English, or the other way round, on every screen that is open."""

    def next_theme(self) -> None:
        """The next colours, kept for the next start."""

    # Studies ------------------------------------------------------------------------------------------------------

    @property
    def studies(self) -> Studies:
        """The service that runs studies."""

    def under_way(self) -> tuple[StudyStatus, ...]:
        """The studies that run and wait."""

    def begin_study(self, scenarios: Sequence[Scenario]) -> int:
        """Begin a study that a person asks for, and give its number; to be called in a thread.

        Raises RequestError and ResultError.
        """

    def resume_study(self, study_id: int) -> None:
        """Let a study go on that a person asks for; to be called in a thread. Raises ResultError."""

    # Ways ---------------------------------------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Open a scenario file, or say what is wrong with it."""

    def open_what_if(self, base: Path) -> None:
        """Begin a new what-if on top of a file."""

    def resume_draft(self, draft: Draft) -> None:
        """Go on with a draft."""

    def show_document(self, document: Document) -> None:
        """The screen of an open document."""

    async def save_document(self, document: Document) -> bool:
        """Save a document; whether it is on the disk now. To be awaited in a worker."""

    def open_study(self, study_id: int) -> None:
        """The comparison of a study in the store, finished or not."""

    def run_document(self, document: Document) -> None:
        """F5: the document beside its base."""

    def compare_setup(self, preselected: Sequence[Document | Path] = ()) -> None:
        """F6: choose a base and up to four others; the first of `preselected` is offered as base."""

    def go_back(self) -> None:
        """To the screen below; from the lowest nowhere, but how to leave the program is said."""

    def leave(self) -> object:
        """End the program, after asking what becomes of unsaved documents."""

    def show_help(self) -> None:
        """F1: what has the focus is for."""

    def show_menu(self) -> None:
        """F10: everything that can be done here."""

    def action_command_palette(self) -> None:
        """All commands, to be searched."""

    # Of any app of Textual ----------------------------------------------------------------------------------------

    @property
    def size(self) -> Size:
        """Of the terminal, in cells."""

    @property
    def current_theme(self) -> Theme:
        """The colours in use."""

    def push_screen(self, screen: Screen[Any]) -> Any:
        """Show a screen on top of the others."""

    async def push_screen_wait(self, screen: Screen[Answer]) -> Answer | Any:
        """Show a screen, and wait for what it answers."""

    def call_from_thread(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call something in the thread of the interface."""
