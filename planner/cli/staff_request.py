"""What `planner staff` is asked for."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen


@frozen(kw_only=True)
class Request:
    """The command line as written."""

    file: Path
    target: str
    teams: tuple[str, ...]
    by_kind: bool
    tries: int
    replications: int
    seed: int
    jobs: int | None
    cluster: str | None
    as_json: bool
    out: Path | None
    store: Path | None
    typed: tuple[str, ...]
    """All that followed `planner`, by which the same is asked again."""
