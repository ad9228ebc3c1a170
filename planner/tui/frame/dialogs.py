"""Questions that are put over a screen: choose an answer, enter a text, read something, pick from rows.

`answer = await app.push_screen_wait(Ask(…))`, in a worker.
"""

from planner.tui.frame.ask import Ask
from planner.tui.frame.enter import Enter
from planner.tui.frame.pick import Pick
from planner.tui.frame.say import Say

__all__ = ["Ask", "Enter", "Pick", "Say"]
