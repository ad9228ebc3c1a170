"""From the rows of a run to figures: pure functions, never a simulation.

`indicators` is the catalogue, `figures` computes it, `tables` and `days` lay the rows out for analysts.
"""

from planner.metrics.indicators import FigureKey

__all__ = ["FigureKey"]
