"""The command `planner`: alone it opens the interface, with a verb it is the command line.

`planner FILE.toml` opens the interface on that scenario. Which of the two it is to be is found out here, before either
is loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple, NoReturn


class Opening(NamedTuple):
    """What a command line for the interface asks for."""

    language: str | None = None
    file: str | None = None


def opening_of(arguments: Sequence[str]) -> Opening | None:
    """What the interface is asked for; None where the command line is one for a verb, or is wrong."""
    from planner.wording import LANGUAGES

    opening = Opening()
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name == "--lang":
            value = value if equals else (rest.pop(0) if rest else "")
            if value not in LANGUAGES:
                return None
            opening = opening._replace(language=value)
        elif word.endswith(".toml") and not word.startswith("-") and opening.file is None:
            opening = opening._replace(file=word)
        else:
            return None
    return opening


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Open the interface or carry out a verb, and end the process with its exit code."""
    try:
        _main(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        # While it is being loaded.
        from planner.cli.stopping import exit_code

        sys.exit(exit_code())
    finally:
        from planner.cli.stopping import end_quietly

        end_quietly()


def _main(given: list[str]) -> NoReturn:
    opening = opening_of(given)
    if opening is None:
        from planner.cli.main import main as command

        command(given)
    from planner.tui.launch import start

    sys.exit(start(language=opening.language, file=opening.file))


if __name__ == "__main__":
    main()
