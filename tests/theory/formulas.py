"""Means known exactly for queues with Poisson arrivals; rates per hour, times in hours.

Sources: L. Kleinrock, Queueing Systems, vol. 1 (1975) and vol. 2 (1976); A. Cobham, Operations Research 2 (1954) 70-76;
R. Nelson and A. N. Tantawi, IEEE Transactions on Computers 37 (1988) 739-743, for fork and join.
"""

from __future__ import annotations

from math import factorial


def erlang_c(officers: int, offered: float) -> float:
    """Probability of waiting in M/M/c, where `offered` is arrival rate times mean work."""
    blocked = offered**officers / factorial(officers) * officers / (officers - offered)
    served_at_once = [offered**busy / factorial(busy) for busy in range(officers)]
    return blocked / (sum(served_at_once) + blocked)


def waiting_mmc(officers: int, arrivals: float, mean_work: float) -> float:
    """Mean waiting time in M/M/c."""
    return erlang_c(officers, arrivals * mean_work) * mean_work / (officers - arrivals * mean_work)


def waiting_mg1(arrivals: float, mean_work: float, cv: float) -> float:
    """Mean waiting time in M/G/1 (Pollaczek and Khinchine)."""
    load = arrivals * mean_work
    return load * mean_work * (1.0 + cv * cv) / 2.0 / (1.0 - load)


def waiting_with_priority(
    officers: int, first: tuple[float, float], second: tuple[float, float]
) -> tuple[float, float]:
    """Mean waiting times of two classes, each (arrivals, mean of exponential work), the first served first (Cobham).

    With several officers both classes must have the same mean work.
    """
    (arrivals_1, work_1), (arrivals_2, work_2) = first, second
    load_1 = arrivals_1 * work_1 / officers
    load = load_1 + arrivals_2 * work_2 / officers
    if officers == 1:
        residual = arrivals_1 * work_1**2 + arrivals_2 * work_2**2
    else:
        assert work_1 == work_2
        residual = erlang_c(officers, load * officers) * work_1 / officers
    return residual / (1.0 - load_1), residual / ((1.0 - load_1) * (1.0 - load))


def time_with_interruptions(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Mean times in system of two classes in M/M/1, the first interrupting the second, which resumes."""
    (arrivals_1, work_1), (arrivals_2, work_2) = first, second
    load_1 = arrivals_1 * work_1
    load = load_1 + arrivals_2 * work_2
    residual = arrivals_1 * work_1**2 + arrivals_2 * work_2**2
    return work_1 / (1.0 - load_1), (work_2 * (1.0 - load) + residual) / ((1.0 - load_1) * (1.0 - load))


def time_of_fork_and_join(arrivals: float, mean_work: float) -> float:
    """Mean time in a fork-join of two M/M/1 queues with equal exponential work, from fork to join."""
    load = arrivals * mean_work
    return (12.0 - load) / 8.0 * mean_work / (1.0 - load)
