"""Options that several verbs share, and the checks of their values, in the language in use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import Any

import typer

from planner.files.cells import whole_in
from planner.i18n import LANGUAGES, _
from planner.model.asked import MOST_REPLICATIONS


def whole_number(lowest: int, highest: int = MOST_REPLICATIONS) -> Callable[[str], int]:
    """A parser of whole numbers from `lowest` on, and up to `highest`."""

    def parse(value: Any) -> int:
        number = whole_in(str(value))
        if number is not None and number > highest:
            told = _("must be at most {highest:,} (got {got}).").format(highest=highest, got=value)
            raise typer.BadParameter(told)
        if number is None or number < lowest:
            raise typer.BadParameter(
                _("must be a whole number, {lowest} or more (got {got}).").format(lowest=lowest, got=value)
            )
        return number

    return parse


def one_of(choices: Collection[str], meaning: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """A parser of one of several words, which names the nearest right one; some can have the `meaning` of another."""

    def parse(value: Any) -> str:
        if value in choices:
            return (meaning or {}).get(value, str(value))
        raise typer.BadParameter(unknown(str(value), choices))

    return parse


def unknown(value: str, choices: Collection[str]) -> str:
    """What is wrong with a word that is none of the choices."""
    nearest = get_close_matches(value, choices, n=1, cutoff=0.4)
    sentence = _("'{got}' is not one of {choices}.").format(got=value, choices=", ".join(choices))
    return sentence + _(" Did you mean {nearest}?").format(nearest=f"'{nearest[0]}'") if nearest else sentence


def files_argument(help: str) -> Any:
    """One or more scenario files."""
    return typer.Argument(help=help, metavar=_("FILE…"), show_default=False)


def lang_option() -> Any:
    """`--lang`, which the command has already obeyed when it is parsed."""
    return typer.Option(
        "--lang",
        help=_("Language: zh or en; by default the one of the locale."),
        metavar=_("LANGUAGE"),
        parser=one_of(LANGUAGES),
        show_default=False,
    )


def json_option(help: str) -> Any:
    """`--json`."""
    return typer.Option("--json", help=help)


def store_option() -> Any:
    """`--store`."""
    return typer.Option(
        "--store",
        help=_("Where results are kept; by default in {variable}, else among your data.").format(
            variable="PLANNER_STORE"
        ),
        metavar=_("FILE"),
        show_default=False,
    )


def name_option() -> Any:
    """`--name`."""
    return typer.Option(
        "--name",
        help=_("Call the study by this name, as `planner results name` does."),
        metavar=_("NAME"),
        show_default=False,
    )


def cluster_option() -> Any:
    """`--cluster`."""
    return typer.Option(
        "--cluster",
        help=_(
            "Run on the workers of the Dask scheduler at this address, like tls://10.0.0.1:8786; trust goes both ways "
            "(docs/cluster.md)."
        ),
        metavar=_("ADDRESS"),
        show_default=False,
    )


def since_option() -> Any:
    """`--since`."""
    return typer.Option(
        "--since",
        help=_(
            "Figures also from this day on; by default from the last day on which a scenario changes. Cases reported "
            "before it count as an opening backlog."
        ),
        metavar=_("DAY"),
        show_default=False,
    )


def trace_option() -> Any:
    """`--trace`."""
    return typer.Option(
        "--trace",
        help=_("Play a recorded case table (.csv or .parquet) in place of drawn demand."),
        metavar=_("FILE"),
        show_default=False,
    )
