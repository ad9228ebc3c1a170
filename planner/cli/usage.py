"""The words that Typer brings along, in the language in use: the help, and errors of usage.

Typer's own messages are English sentences made deep inside it; here they are made again from the facts of the error.
The lines of the help are broken where Chinese allows it, which Typer's are not.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from os.path import commonprefix
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from planner.model.text import nearest
from planner.wording import N_, _
from planner.wording.cells import fit, width, wrap

_MESSAGES = (
    (r"No such command '(?P<name>.*?)'\.?(?: Did you mean (?P<nearest>.*)\?)?", N_("There is no command '{name}'.")),
    (r"No such option: (?P<name>.*)", N_("There is no option '{name}'.")),
    (r"Missing command\.", N_("A command is missing.")),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", N_("Not expected here: {name}.")),
    (r"Option '(?P<name>.*)' requires an argument\.?", N_("Option '{name}' needs a value.")),
    (r"Option '(?P<name>.*)' does not take a value\.?", N_("Option '{name}' takes no value.")),
)
"""Typer's sentences that carry their facts only as text."""

WIDEST = 100
"""Cells of the help; longer lines are hard to read."""

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
            like = facts.pop("nearest", "").split(", ")
            near = nearest(facts["name"], like, likeness=0.0) or _meant(facts["name"], _names_in(error))
            sentence = _(message).format(**facts)
            return sentence + _(" Did you mean {nearest}?").format(nearest=near) if near else sentence
    return error.format_message()


def _names_in(error: TyperException) -> list[str]:
    """The options and commands that could have been meant."""
    command = getattr(getattr(error, "ctx", None), "command", None)
    options = [name for one in getattr(command, "params", ()) for name in one.opts if name.startswith("--")]
    return [*options, *(getattr(error, "possibilities", None) or ())]


def _meant(name: str, known: Sequence[str]) -> str:
    """The name that begins alike, as shortened words do, or else one that is spelt alike; empty where none is."""
    alike = [(len(commonprefix((name, one)).lstrip("-")), one) for one in known]
    longest, found = max(alike, default=(0, ""))
    return found if longest >= BEGINS_ALIKE else nearest(name, known)


def _of_parameter(error: TyperException, parameter: Any) -> str:
    name = max(parameter.opts, key=len) if parameter.param_type_name == "option" else parameter.metavar
    if type(error).__name__ == "MissingParameter":
        return _("{name} is missing.").format(name=name)
    return _("{name}: {message}").format(name=name, message=error.message)


class _Translated:
    """Help in the language in use."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of the command in the language in use, in the place of Typer's own."""
        formatter.write(help_of(self, ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class Command(_Translated, TyperCommand):
    """The command of one verb, with its help and errors of usage in the language in use."""

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
    """A command that has verbs below it, with its help in the language in use."""

    def summaries(self) -> Iterator[tuple[str, str]]:
        """Each verb and what it is for."""
        for name, command in self.commands.items():
            yield name, command.help or ""


Load = Callable[[str], Any]
"""Gives the command of a verb."""


class LazyGroup(Group):
    """Verbs that are loaded when they are asked for: a list of them needs only their names and what they are for."""

    def of(self, verbs: Mapping[str, str], load: Load) -> None:
        """Take verbs by name, with what each is for in English, and what loads one."""
        self._verbs, self._load = verbs, load
        self.commands = dict.fromkeys(verbs)  # type: ignore[assignment]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a verb; None where there is none of that name."""
        return self._load(cmd_name) if cmd_name in self._verbs else None

    def summaries(self) -> Iterator[tuple[str, str]]:
        """Each verb and what it is for."""
        for name, summary in self._verbs.items():
            yield name, _(summary)


def help_of(command: Any, context: Any) -> str:
    """Usage, purpose, arguments, options and, of a group, its commands."""
    cells = min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
    parameters = command.get_params(context)
    arguments = [_row(one) for one in parameters if one.param_type_name == "argument"]
    options = [_row(one) for one in parameters if one.param_type_name == "option"]
    commands = list(command.summaries()) if isinstance(command, Group) else []
    operands = (
        [_("COMMAND …")] if commands else [_operand(one) for one in parameters if one.param_type_name == "argument"]
    )
    usage = " ".join([context.command_path, _("[OPTIONS]"), *operands])
    lines = [
        *wrap(_("Usage: {usage}").format(usage=usage), cells),
        "",
        *(f"  {line}" for line in wrap(command.help or "", cells - 2)),
    ]
    for title, rows in ((_("Commands"), commands), (_("Arguments"), arguments), (_("Options"), options)):
        if rows:
            lines += ["", _("{title}:").format(title=title), *_table(rows, cells)]
    return "\n".join(lines)


def _operand(parameter: Any) -> str:
    """An argument as the usage shows it: in brackets where it may be left out."""
    return str(parameter.metavar) if parameter.required else f"[{parameter.metavar}]"


def _row(parameter: Any) -> tuple[str, str]:
    if parameter.param_type_name == "argument":
        return parameter.metavar, parameter.help or ""
    flag = getattr(parameter, "is_flag", False)
    name = ", ".join(sorted(parameter.opts, key=len))
    if parameter.metavar and not flag:
        name += f" {parameter.metavar}"
    explained = parameter.help or ""
    if parameter.show_default and not flag and parameter.default is not None:
        explained += _(" [default: {value}]").format(value=parameter.default)
    return name, explained


def _table(rows: list[tuple[str, str]], cells: int) -> Iterator[str]:
    first = max(width(name) for name, _explained in rows)
    for name, explained in rows:
        for number, line in enumerate(wrap(explained, max(cells - first - 4, 20))):
            yield f"  {fit(name if number == 0 else '', first)}  {line}"
