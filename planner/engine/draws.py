"""Keyed randomness: every draw belongs to names, never to a position or to the order of creation.

Two scenarios that share a township, a case type and a seed therefore meet the same cases, whatever else they change.
"""

from __future__ import annotations

from hashlib import blake2b
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def generator(seed: int, replication: int, *names: str) -> np.random.Generator:
    """The stream of (seed, replication, names), through a 128-bit blake2b hash of the names."""
    # A length before each name keeps ("a", "bc") and ("ab", "c") apart.
    text = "".join(f"{len(name)}:{name};" for name in (str(seed), str(replication), *names))
    digest = blake2b(text.encode(), digest_size=16).digest()
    # NumPy takes words in half the time that it takes the number which they are.
    return np.random.Generator(np.random.PCG64(np.frombuffer(digest, dtype="<u4")))


def lognormal_sigma(cv: float) -> float:
    """The σ of a lognormal with coefficient of variation `cv`."""
    return sqrt(log(1.0 + cv * cv))


def work_factors(stream: np.random.Generator, law: str, cv: float, size: int) -> Floats:
    """Factors by which the hours of a step are multiplied, shape (size,).

    Median 1 under `lognormal`, mean 1 under `exponential`, 1 under `fixed`. The first k factors do not depend on
    `size`.
    """
    if law == "exponential":
        return stream.standard_exponential(size)
    if law == "lognormal" and cv > 0.0:
        return np.exp(lognormal_sigma(cv) * stream.standard_normal(size))
    return np.ones(size)


def repetitions(uniform: float, probability: float, most: int) -> int:
    """How often something happens in a row, at most `most` times, when it repeats with `probability`.

    The inverse of the geometric distribution: with the same uniform, a larger probability never gives fewer.
    """
    count = 0
    still = probability
    while count < most and uniform < still:
        count += 1
        still *= probability
    return count
