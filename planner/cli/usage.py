"""The words that Typer brings along, in the language in use: the help, and errors of usage.

Typer's own messages are English sentences made deep inside it; here they are made again from the facts of the error.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from os.path import commonprefix
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from planner.cli.help import help_of
from planner.i18n import N_, _

_MESSAGES = (
    (r"No such command '(?P<name>.*?)'\.?(?: Did you mean (?P<nearest>.*)\?)?", N_("There is no command '{name}'.")),
    (r"No such option: (?P<name>.*)", N_("There is no option '{name}'.")),
    (r"Missing command\.", N_("A command is missing.")),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", N_("Not expected here: {name}.")),
    (r"Option '(?P<name>.*)' requires an argument\.?", N_("Option '{name}' needs a value.")),
    (r"Option '(?P<name>.*)' does not take a value\.?", N_("Option '{name}' takes no value.")),
)
"""Typer's sentences that carry their facts only as text."""


BEGINS_ALIKE = 3
"""So many first letters in common make a name the one that was meant."""


def explain(error: TyperException) -> None:
    """Print an error of usage to stderr: what was wrong, the nearest right name, where to find help."""
    from planner.cli.consoles import talk

    console = talk()
    for one in (error, *getattr(error, "others", ())):
        console.print(_sentence(one), markup=False)
    context = getattr(error, "ctx", None)
    if context is not None:
        console.print(_("Try '{command}' for help.").format(command=f"{context.command_path} --help"), markup=False)
    sys.stderr.flush()


def _sentence(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is not None:
        return _of_parameter(error, parameter)
    for pattern, message in _MESSAGES:
        match = re.fullmatch(pattern, error.message)
        if match:
            facts = {name: value for name, value in match.groupdict().items() if value is not None}
            nearest = facts.pop("nearest", "") or _nearest(facts["name"], _names_in(error))
            sentence = _(message).format(**facts)
            return sentence + _(" Did you mean {nearest}?").format(nearest=nearest) if nearest else sentence
    return error.format_message()


def _names_in(error: TyperException) -> list[str]:
    """The options and commands that could have been meant."""
    command = getattr(getattr(error, "ctx", None), "command", None)
    options = [name for one in getattr(command, "params", ()) for name in one.opts if name.startswith("--")]
    return [*options, *(getattr(error, "possibilities", None) or ())]


def _nearest(name: str, known: Sequence[str]) -> str:
    """The name that begins alike, as shortened words do, or else one that is spelt alike; empty where none is."""
    alike = [(len(commonprefix((name, one)).lstrip("-")), one) for one in known]
    longest, found = max(alike, default=(0, ""))
    return found if longest >= BEGINS_ALIKE else next(iter(get_close_matches(name, known, n=1)), "")


def _of_parameter(error: TyperException, parameter: Any) -> str:
    name = max(parameter.opts, key=len) if parameter.param_type_name == "option" else parameter.metavar
    if type(error).__name__ == "MissingParameter":
        return _("{name} is missing.").format(name=name)
    return _("{name}: {message}").format(name=name, message=error.message)


class _Translated:
    """Help in the language in use."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        formatter.write(help_of(self, ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class Command(_Translated, TyperCommand):
    """A verb."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read a command line. Typer stops at the first wrong value; here the error carries the `others` as well."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            if getattr(error, "param", None) is not None:
                error.others = self._others(ctx, given, error)  # type: ignore[attr-defined]
            raise

    def _others(self, ctx: Any, args: list[str], first: TyperException) -> list[TyperException]:
        options, _rest, _order = self.make_parser(ctx).parse_args(args=args)
        found: list[TyperException] = []
        for parameter in self.get_params(ctx):
            try:
                parameter.handle_parse_result(ctx, options, [])
            except TyperException as error:
                if getattr(error, "param", None) is not first.param:  # type: ignore[attr-defined]
                    found.append(error)
        return found


class Group(_Translated, TyperGroup):
    """All verbs together."""
