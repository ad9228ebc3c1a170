"""What every screen is: a head, studies under way, a body, keys; and how it is built again in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from planner.model.text import visible
from planner.tui.actions import ACTIONS, Action
from planner.wording import _, language, ngettext

if TYPE_CHECKING:
    from planner.tui.host import Host
    from planner.tui.studies import StudyStatus


def owner(part: Widget) -> PlannerScreen:
    """The screen that a part of the frame stands on."""
    return cast("PlannerScreen", part.screen)


MOST = 6
"""How many keys are shown at once."""

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "question_mark": "?",
    "fullwidth_question_mark": "？",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "insert": "Ins",
    "tab": "Tab",
    "backspace": "Backspace",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_black_lenticular_bracket": "【",
    "right_black_lenticular_bracket": "】",
}


def key_words(key: str) -> str:
    """A key as keyboards name it: `ctrl+s` is `Ctrl+S`, `escape` is `Esc`."""
    return "+".join(_NAMES.get(part, part.capitalize() if len(part) > 1 else part.upper()) for part in key.split("+"))


class KeyButton(Widget):
    """A key with what it does; a click does it too. It takes no focus, so that Tab goes through the screen only."""

    can_focus = False

    def __init__(self, action: Action) -> None:
        super().__init__(classes="key-button")
        self.of = action

    def render(self) -> Text:
        """The key, and its label; dim where it is off."""
        off = self.has_class("-off")
        key = key_words(self.of.key)
        text = Text(no_wrap=True)
        if key:
            text.append(f" {key} ", "dim" if off else "bold reverse")
        text.append(f" {_(self.of.label)}", "dim" if off else "")
        return text

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as its words."""
        return self.render().cell_len

    def tell(self, reason: str) -> None:
        """Why it is off; empty where it is not. It stays as wide as it is."""
        if bool(reason) != self.has_class("-off"):
            self.set_class(bool(reason), "-off")
            self.refresh()
        self.tooltip = Content(reason or _(self.of.help))

    def on_click(self) -> None:
        """Have the screen do it, after this click: what composes the screen again waits until this button has ended."""
        self.screen.call_next(owner(self).action_perform, self.of.id)


class KeyBar(Horizontal):
    """The last line of a screen."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(id="key-bar")
        self._ids = ids[:MOST]

    def compose(self) -> ComposeResult:
        """One button per action."""
        for name in self._ids:
            yield KeyButton(ACTIONS[name])

    def on_mount(self) -> None:
        """Show at once what is off."""
        self.bring_up_to_date()

    def on_resize(self) -> None:
        """A key that is shown in part is not shown: the menu has it."""
        room = self.size.width
        for button in self.query(KeyButton):
            room -= button.render().cell_len + 1
            button.visible = room >= -1

    def bring_up_to_date(self) -> None:
        """See again which actions are off."""
        reasons = owner(self).reasons_off()
        for button in self.query(KeyButton):
            button.tell(reasons.get(button.of.id, ""))


class Head(Horizontal):
    """The head of a screen."""

    def __init__(self) -> None:
        super().__init__(id="head")

    def compose(self) -> ComposeResult:
        """Where one is, and three buttons."""
        yield Static(id="where", markup=False)
        yield Static(_("not saved"), id="unsaved", markup=False)
        for name in ("help", "language", "menu"):
            yield KeyButton(ACTIONS[name])

    def on_mount(self) -> None:
        """Say at once where one is."""
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Say again where one is; a head whose screen is composed again has no words for a moment."""
        screen = owner(self)
        title = visible(screen.title_text())
        for where in self.query("#where").results(Static):
            if where.content != title:
                where.update(title)
        for unsaved in self.query("#unsaved"):
            unsaved.display = screen.unsaved


BAR = 10
"""Cells of the bar."""


class Strip(Widget):
    """One line, there while a study is under way."""

    def __init__(self) -> None:
        super().__init__(id="strip")
        self._queue: tuple[StudyStatus, ...] = ()

    def on_mount(self) -> None:
        """What is under way when the screen opens."""
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """See again what is under way."""
        self._queue = cast("Host", self.app).under_way()
        self.display = bool(self._queue)
        if self._queue:
            self.tooltip = _("Click to see it.")
            self.refresh()

    def render(self) -> Text:
        """The first one; the others are counted."""
        if not self._queue:
            return Text()
        first, *waiting = self._queue
        done = round(BAR * first.finished / first.total) if first.total else 0
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("█" * done + "░" * (BAR - done), "bold")
        line.append(" " + _("{finished} of {asked}").format(finished=first.finished, asked=first.total))
        if first.state == "stopping":
            line.append(_(", stopping"))
        elif first.seconds_left is not None:
            from planner.wording.numbers import seconds

            line.append(_(", {time} left").format(time=seconds(first.seconds_left)))
        if waiting:
            line.append(ngettext(", {n} waits", ", {n} wait", len(waiting)).format(n=len(waiting)))
        line.append("  " + _("; ").join(title.in_language(language()) for title in first.titles), "dim")
        line.truncate(self.content_size.width, overflow="ellipsis")
        return line

    def on_click(self) -> None:
        """A click opens the study that is under way."""
        if self._queue:
            cast("Host", self.app).open_study(self._queue[0].study_id)


class PlannerScreen(Screen[None]):
    """A screen: subclasses say what is in it (`body`), where one is (`title_text`) and what can be done.

    An action is offered where the class has a method `action_<id>` for an id of `ACTIONS`; its keys are bound without
    further ado. All words are asked for while composing or rendering, so that `rebuild` changes the language.
    """

    SHOWN: ClassVar[tuple[str, ...]] = ("back",)
    """Ids of the actions in the key bar, at most six: the most useful here. Head and menu have help, language, menu."""

    def __init_subclass__(cls, **given: Any) -> None:
        keys = [
            Binding(key, f"screen.perform('{id}')", show=False)
            for id, action in ACTIONS.items()
            if hasattr(cls, f"action_{id}")
            for key in action.keys
        ]
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *keys]
        super().__init_subclass__(**given)

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
        """The head, the line of studies, what is on the screen, and the keys."""
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
            await self.app.run_action(id, self)

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
        """Change the words of all screens to the other language."""
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
        """Open the search for a command by its name."""
        self.planner.action_command_palette()

    def action_theme(self) -> None:
        """Change the colours to the next set."""
        self.planner.next_theme()

    def action_back(self) -> None:
        """Where one came from."""
        self.planner.go_back()

    def action_quit(self) -> None:
        """End the program, after asking about what is not saved."""
        self.planner.leave()
