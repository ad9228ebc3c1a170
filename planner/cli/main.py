"""The command `planner`: decides the language, builds the verbs in it, and turns errors into messages and exit codes.

Exit codes: 0 done; 2 something asked for that cannot be done, a full output among it; 130 stopped by Ctrl-C, 143 by
SIGTERM; 141 whoever read the output has left, as `| head` does. What became of stderr changes none of them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from planner.cli.options import lang_option
from planner.cli.outlets import Unprintable, open_outlets
from planner.cli.stopping import STOPPED, exit_code, stoppable, stopped
from planner.cli.usage import LazyGroup, explain
from planner.wording import LANGUAGES, N_, _, set_language

if TYPE_CHECKING:
    from planner.errors import PlannerError

VERBS = {
    "check": N_("Every problem of the files, then the load check; nothing is simulated."),
    "run": N_("Replications of one or more scenarios: figures with intervals, by family."),
    "compare": N_("A base and its alternatives on the same draws: what differs, whether it matters, and why."),
    "sweep": N_(
        "What-ifs at every point of a grid or a sample, on the same draws: one table, and what measures do "
        "by themselves and together."
    ),
    "staff": N_("The smallest staff that meets a target, team by team, beside what plain arithmetic would give."),
    "show": N_("A scenario as merged, with the source of every value."),
    "measures": N_("The catalogue of reforms; with an id, one of them explained."),
    "places": N_("The places that come with the planner, and their scenarios."),
    "copy": N_("Copy a place that comes with the planner into a folder of your own."),
    "schema": N_("What an editor needs to complete and check scenario files: their JSON Schema."),
    "results": N_("The studies that are kept: list, show, export, resume, name, freeze and delete them."),
}
"""What each verb is for; it stands in the module of its name, which is loaded when it is asked for."""

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


def build() -> Any:
    """The command with all verbs; its words are those of the language in use when it is built."""
    app = typer.Typer(
        cls=LazyGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=_(
            "How cases move through townships, villages and county departments, and what a reform does to the backlog "
            "and to the time people wait."
        )
        + _(" Without a command, `planner` opens the interface."),
    )

    @app.callback(invoke_without_command=True)
    def planner(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version", help=_("Show the version and exit."))] = False,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        if version:
            from planner import __version__

            typer.echo(f"planner {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    group = typer.main.get_command(app)
    assert isinstance(group, LazyGroup)
    group.of(VERBS, _load)
    return group


def _load(verb: str) -> Any:
    """The command of a verb."""
    one = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    one.callback()(lambda: None)
    import_module(f"planner.cli.{verb}").register(one, help=_(VERBS[verb]))
    group = typer.main.get_command(one)
    assert isinstance(group, typer.core.TyperGroup)
    return group.commands[verb]


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
