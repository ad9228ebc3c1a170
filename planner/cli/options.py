"""Options that several verbs share, and the checks of their values, in the language in use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import typer

from planner.files.cells import whole_in
from planner.model.asked import LARGEST_SEED, MOST_PROCESSES, MOST_REPLICATIONS
from planner.model.text import nearest
from planner.wording import LANGUAGES, _

FAMILIES = ("service", "approval", "enforcement", "dispute", "emergency", "upper", "counter", "grid")
"""What runs can be restricted to, by the names of figures."""
RUN_AS = {"counter": "service", "grid": "service"}
"""Parts of a family, as figures report them: all of it is run."""
GROUPINGS = ("township", "department", "case_type")
"""What figures and differences can be shown by."""
ALL_GROUPINGS = (*GROUPINGS, "family", "level")
"""What the figures of a run can be shown by."""
PROGRESS = ("auto", "json", "none")


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
    near = nearest(value, choices, likeness=0.4)
    sentence = _("'{got}' is not one of {choices}.").format(got=value, choices=", ".join(choices))
    return sentence + _(" Did you mean {nearest}?").format(nearest=f"'{near}'") if near else sentence


def files_argument(help: str) -> Any:
    """The argument that takes one or more scenario files."""
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
    """The option `--json`, which prints data for programs instead of text."""
    return typer.Option("--json", help=help)


def store_option() -> Any:
    """The option `--store`: the file in which results are kept."""
    return typer.Option(
        "--store",
        help=_("Where results are kept; by default in {variable}, else among your data.").format(
            variable="PLANNER_STORE"
        ),
        metavar=_("FILE"),
        show_default=False,
    )


def name_option() -> Any:
    """The option `--name`, by which a study is called."""
    return typer.Option(
        "--name",
        help=_("Call the study by this name, as `planner results name` does."),
        metavar=_("NAME"),
        show_default=False,
    )


def cluster_option() -> Any:
    """The option `--cluster`: the address of the Dask scheduler whose workers run the replications."""
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
    """The option `--since`: the day from which figures are given once more."""
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
    """The option `--trace`: a recorded case table that is played in place of drawn demand."""
    return typer.Option(
        "--trace",
        help=_("Play a recorded case table (.csv or .parquet) in place of drawn demand."),
        metavar=_("FILE"),
        show_default=False,
    )


def replications_option(help: str) -> Any:
    """The option `--replications`: a whole number from 1 on."""
    return typer.Option("--replications", help=help, metavar=_("N"), parser=whole_number(1))


def seed_option() -> Any:
    """The option `--seed` of all random draws: a whole number from 0 to `LARGEST_SEED`."""
    return typer.Option(
        "--seed", help=_("Seed of all random draws."), metavar=_("N"), parser=whole_number(0, LARGEST_SEED)
    )


def jobs_option() -> Any:
    """The option `--jobs`: the number of processes, from 1 to `MOST_PROCESSES`."""
    return typer.Option(
        "--jobs",
        help=_("Processes; by default one per processor. The figures do not depend on it."),
        metavar=_("N"),
        parser=whole_number(1, MOST_PROCESSES),
        show_default=False,
    )


def family_option() -> Any:
    """The option `--family`, which restricts a run to some families of cases."""
    return typer.Option(
        "--family",
        help=_("Only these families: {choices}. Can be repeated.").format(choices=", ".join(FAMILIES)),
        metavar=_("FAMILY"),
        parser=one_of(FAMILIES, RUN_AS),
        show_default=False,
    )


def progress_option() -> Any:
    """The option `--progress`: one of the ways in `PROGRESS` to show progress on stderr."""
    return typer.Option(
        "--progress",
        help=_("How to show progress on stderr: {choices}.").format(choices=", ".join(PROGRESS)),
        metavar=_("HOW"),
        parser=one_of(PROGRESS),
    )


def out_option(help: str) -> Any:
    """The option `--out`: the file that is written."""
    return typer.Option("--out", help=help, metavar=_("FILE"), show_default=False)


def by_option(help: str, groupings: Collection[str]) -> Any:
    """`--by`; the `help` has `{choices}` in the place of the groupings."""
    return typer.Option(
        "--by",
        help=help.format(choices=", ".join(groupings)),
        metavar=_("GROUPING"),
        parser=one_of(groupings),
        show_default=False,
    )


def precision_option(help: str) -> Any:
    """The option `--precision`: half-widths of figures at which replications end."""
    return typer.Option("--precision", help=help, metavar=_("PRECISION"), show_default=False)


def most_option() -> Any:
    """The option `--most`: the most replications that `--precision` may take; three are the fewest."""
    return typer.Option(
        "--most", help=_("The most replications with --precision."), metavar=_("N"), parser=whole_number(3)
    )


def recorded_option() -> Any:
    """`--trace` of a study that may play a recorded table."""
    return typer.Option(
        "--trace",
        help=_("The recorded case table, where the study plays one."),
        metavar=_("FILE"),
        show_default=False,
    )


def once(given: list[str] | None) -> tuple[str, ...]:
    """What an option that can be repeated says, each once."""
    return tuple(dict.fromkeys(given or ()))


def study_argument() -> Any:
    """The argument that names a study by its number."""
    return typer.Argument(
        help=_("The number of a study, as `planner results list` tells it."),
        metavar=_("STUDY"),
        parser=whole_number(1),
        show_default=False,
    )
