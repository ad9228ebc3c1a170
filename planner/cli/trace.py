"""Reading a recorded case table, to be played in place of drawn demand."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from planner.errors import Problem, RequestError
from planner.experiments import Trace


def read_trace(path: Path) -> Trace:
    """The columns of a case table in CSV or Parquet.

    Raises RequestError when the file cannot be read, or holds cases of several scenarios.
    """
    try:
        frame = pl.read_csv(path, infer_schema_length=None) if path.suffix.lower() == ".csv" else pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        detail = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise RequestError(Problem(kind="trace-unreadable", file=str(path), facts={"detail": detail})) from error
    if "scenario" in frame.columns:
        names = frame["scenario"].unique().sort().to_list()
        if len(names) > 1:
            facts = {"names": ", ".join(map(str, names))}
            raise RequestError(Problem(kind="trace-scenarios", file=str(path), path="scenario", facts=facts))
    return Trace(name=str(path), columns=frame.to_dict(as_series=False))
