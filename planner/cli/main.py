"""The command `planner`: decides the language, builds the verbs in it, and turns errors into messages and exit codes.

Exit codes: 0 done, 2 something asked for that cannot be done, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from typer.exceptions import TyperException

from planner.cli.app import build
from planner.cli.usage import explain
from planner.i18n import LANGUAGES, set_language

REFUSED = 2
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command line (by default the process's own) and end the process with its exit code."""
    _open_closed_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    set_language(language_asked_for(given))
    sys.exit(_run(given))


def _open_closed_streams() -> None:
    """Print to nowhere what was started without an output (`>&-`), for which Python has None."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


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
    except TyperException as error:
        explain(error)
        return REFUSED
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:
        from planner.cli.complain import complain
        from planner.errors import PlannerError, Problem, ResultError

        if isinstance(error, OSError) and error.filename is None:
            # Only what is printed is written without a name. What is left in the buffer must not be tried again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            error = ResultError(Problem(kind="cannot-print", facts={"reason": error.strerror or str(error)}))
        if not isinstance(error, PlannerError):
            raise
        complain(error)
        return REFUSED
    return code if isinstance(code, int) else 0
