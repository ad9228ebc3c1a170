"""The command `planner`: decides the language, builds the verbs in it, and turns errors into messages and exit codes.

Exit codes: 0 done; 2 something asked for that cannot be done, a full output among it; 130 stopped by Ctrl-C, 143 by
SIGTERM; 141 whoever read the output has left, as `| head` does. What became of stderr changes none of them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from typer.exceptions import TyperException

from planner.cli.app import build
from planner.cli.outlets import Unprintable, open_outlets
from planner.cli.stopping import STOPPED, exit_code, stoppable, stopped
from planner.cli.usage import explain
from planner.i18n import LANGUAGES, set_language

if TYPE_CHECKING:
    from planner.errors import PlannerError

REFUSED = 2
READER_LEFT = 141


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command line (by default the process's own) and end the process with its exit code."""
    with stoppable():
        open_outlets()
        given = list(sys.argv[1:] if arguments is None else arguments)
        set_language(language_asked_for(given))
        code = _run(given)
    sys.exit(exit_code() if code == STOPPED else code)


def language_asked_for(arguments: Sequence[str]) -> str | None:
    """The value of the last `--lang` on a command line, wherever it stands; None without a known one."""
    found = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            found = value if equals else next(iter(arguments[place + 1 :]), None)
    return found if found in LANGUAGES else None


def _run(arguments: list[str]) -> int:
    try:
        code = build()(arguments, prog_name="planner", standalone_mode=False, obj=tuple(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return STOPPED
    except TyperException as error:
        explain(error)
        return REFUSED
    except Unprintable as error:
        if error.quiet:
            return READER_LEFT
        from planner.errors import Problem, ResultError

        _complain(ResultError(Problem(kind="cannot-print", facts={"reason": error.reason})), error)
        return REFUSED
    except Exception as error:
        if stopped():
            # Ctrl-C that lands in the middle of an import leaves half a module behind.
            return STOPPED
        from planner.errors import PlannerError

        if not isinstance(error, PlannerError):
            raise
        _complain(error, error)
        return REFUSED
    return code if isinstance(code, int) else 0


def _complain(told: PlannerError, noted: BaseException) -> None:
    """Say what is wrong, and what those on the way of the error have noted: how to go on."""
    from planner.cli.complain import complain
    from planner.cli.consoles import talk

    complain(told)
    for note in getattr(noted, "__notes__", ()):
        if note:
            talk().print(note, soft_wrap=True)
