"""The help of a command, in the language in use.

Its lines are broken where Chinese allows it, which those of Typer are not.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from planner.i18n import _
from planner.i18n.cells import fit, width, wrap

WIDEST = 100
"""Cells; longer lines are hard to read."""


def help_of(command: Any, context: Any) -> str:
    """Usage, purpose, arguments, options and, of a group, its commands."""
    cells = min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
    parameters = command.get_params(context)
    arguments = [_row(one) for one in parameters if one.param_type_name == "argument"]
    options = [_row(one) for one in parameters if one.param_type_name == "option"]
    commands = [(name, one.help or "") for name, one in getattr(command, "commands", {}).items()]
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
