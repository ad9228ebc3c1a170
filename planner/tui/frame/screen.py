"""What every screen of the interface is: a head, a body, keys; and how it is built again in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from textual._callback import invoke
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.screen import Screen

from planner.tui.action import Action
from planner.tui.actions import ACTIONS
from planner.tui.frame.head import Head
from planner.tui.frame.keys import KeyBar
from planner.tui.frame.strip import Strip
from planner.wording import _

if TYPE_CHECKING:
    from planner.tui.host import Host


class PlannerScreen(Screen[None]):
    """A screen: subclasses say what is in it (`body`), where one is (`title_text`) and what can be done.

    An action is offered where the class has a method `action_<id>` for an id of `ACTIONS`; its keys are bound without
    further ado. All words are asked for while composing or rendering, so that `rebuild` changes the language.
    """

    SHOWN: ClassVar[tuple[str, ...]] = ("back",)
    """Ids of the actions in the key bar, at most six: the most useful here. Head and menu have help, language, menu."""

    def __init__(self) -> None:
        super().__init__()
        for action in self.offered():
            for key in action.keys:
                self._bindings.bind(key, f"screen.perform('{action.id}')", show=False)

    # To be said by each screen ------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """What is between head and keys."""
        raise NotImplementedError

    def title_text(self) -> str:
        """Where one is, in words."""
        raise NotImplementedError

    def actions_off(self) -> Mapping[str, str]:
        """Ids of actions that are not possible now, each with the reason in words."""
        return {}

    def help_text(self) -> str:
        """What this screen is for, in one or two sentences; shown by F1."""
        return ""

    @property
    def unsaved(self) -> bool:
        """Whether something on this screen is not saved."""
        return False

    # The frame ----------------------------------------------------------------------------------------------------

    @property
    def planner(self) -> Host:
        """The app, by its own class."""
        return cast("Host", self.app)

    def compose(self) -> ComposeResult:
        """Head, body, keys."""
        yield Head()
        yield Strip()
        with Vertical(id="body"):
            yield from self.body()
        yield KeyBar(self.SHOWN)

    def offered(self) -> tuple[Action, ...]:
        """The actions of this screen."""
        return tuple(action for id, action in ACTIONS.items() if hasattr(self, f"action_{id}"))

    def reasons_off(self) -> Mapping[str, str]:
        """Everything that is off here, with reasons."""
        found: dict[str, str] = {}
        if type(self).action_run is PlannerScreen.action_run:
            found["run"] = _("Open a scenario first; this runs it beside its base.")
        return {**found, **self.actions_off()}

    def refresh_frame(self) -> None:
        """Say again where one is, what is unsaved and what is off; to be called when that has changed."""
        for part in self.query(Head):
            part.bring_up_to_date()
        for keys in self.query(KeyBar):
            keys.bring_up_to_date()
        self.refresh_strip()

    def refresh_strip(self) -> None:
        """Say again which studies are under way."""
        for strip in self.query(Strip):
            strip.bring_up_to_date()

    async def action_perform(self, id: str) -> None:
        """Do an action, or say why not."""
        reason = self.reasons_off().get(id)
        if reason:
            self.planner.say(reason, "warning")
        else:
            await invoke(getattr(self, f"action_{id}"))

    async def rebuild(self) -> None:
        """Compose again, in the language in use now, with what was typed, the focus and the cursors kept."""
        from planner.tui.frame.keeping import keep, take_back

        kept = keep(self)
        await self.recompose()
        take_back(self, kept)

    def on_resize(self, event: Resize) -> None:
        """Say so where there is no room; the focus stays below."""
        from planner.tui.frame.terminal import TooSmall, is_too_small

        covers = self.query(TooSmall)
        if not is_too_small(event.size):
            covers.remove()
        elif covers:
            covers.first().say(event.size)
        else:
            self.mount(TooSmall(event.size))

    def on_screen_resume(self) -> None:
        """Studies may have begun or ended while another screen was on top."""
        self.refresh_strip()

    # Actions of all screens ---------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """What has the focus is for."""
        self.planner.show_help()

    async def action_language(self) -> None:
        """The other language."""
        await self.planner.change_language()

    def action_run(self) -> None:
        """Only where there is a scenario."""

    def action_compare(self) -> None:
        """Choose what to compare."""
        self.planner.compare_setup()

    def action_menu(self) -> None:
        """Everything that can be done."""
        self.planner.show_menu()

    def action_palette(self) -> None:
        """Find a command."""
        self.planner.action_command_palette()

    def action_theme(self) -> None:
        """The next colours."""
        self.planner.next_theme()

    def action_back(self) -> None:
        """Where one came from."""
        self.planner.go_back()

    def action_quit(self) -> None:
        """End the program."""
        self.planner.leave()
