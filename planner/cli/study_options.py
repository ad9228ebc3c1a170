"""Options of verbs that simulate, in the language in use."""

from __future__ import annotations

from typing import Any

import typer

from planner.cli.options import one_of, whole_number
from planner.cli.run import FAMILIES, PROGRESS, RUN_AS
from planner.i18n import _
from planner.model.asked import LARGEST_SEED, MOST_PROCESSES


def replications_option(help: str) -> Any:
    """`--replications`."""
    return typer.Option("--replications", help=help, metavar=_("N"), parser=whole_number(1))


def seed_option() -> Any:
    """`--seed`."""
    return typer.Option(
        "--seed", help=_("Seed of all random draws."), metavar=_("N"), parser=whole_number(0, LARGEST_SEED)
    )


def jobs_option() -> Any:
    """`--jobs`."""
    return typer.Option(
        "--jobs",
        help=_("Processes; by default one per processor. The figures do not depend on it."),
        metavar=_("N"),
        parser=whole_number(1, MOST_PROCESSES),
        show_default=False,
    )


def family_option() -> Any:
    """`--family`."""
    return typer.Option(
        "--family",
        help=_("Only these families: {choices}. Can be repeated.").format(choices=", ".join(FAMILIES)),
        metavar=_("FAMILY"),
        parser=one_of(FAMILIES, RUN_AS),
        show_default=False,
    )


def progress_option() -> Any:
    """`--progress`."""
    return typer.Option(
        "--progress",
        help=_("How to show progress on stderr: {choices}.").format(choices=", ".join(PROGRESS)),
        metavar=_("HOW"),
        parser=one_of(PROGRESS),
    )


def out_option(help: str) -> Any:
    """`--out`."""
    return typer.Option("--out", help=help, metavar=_("FILE"), show_default=False)
