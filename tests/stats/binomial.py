"""How often something may happen that happens with a given probability."""

from scipy.stats import binom


def likely_counts(trials: int, probability: float, doubt: float = 1e-4) -> tuple[int, int]:
    """The fewest and the most successes; a right program falls outside with probability `doubt` at most."""
    lowest, highest = binom.ppf([doubt / 2, 1 - doubt / 2], trials, probability)
    return int(lowest), int(highest)
