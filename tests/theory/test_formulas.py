"""The formulas agree with each other where one is a special case of another."""

from __future__ import annotations

import pytest

from tests.theory import formulas


@pytest.mark.parametrize("load", [0.1, 0.5, 0.95])
def test_one_officer_with_exponential_work_is_the_same_in_every_formula(load: float) -> None:
    waiting = load / (1.0 - load)
    assert formulas.waiting_mmc(1, load, 1.0) == pytest.approx(waiting)
    assert formulas.waiting_mg1(load, 1.0, cv=1.0) == pytest.approx(waiting)
    assert formulas.waiting_with_priority(1, (0.0, 1.0), (load, 1.0))[1] == pytest.approx(waiting)
    assert formulas.waiting_with_priority(1, (load, 1.0), (0.0, 1.0))[0] == pytest.approx(waiting)
    assert formulas.time_with_interruptions((0.0, 1.0), (load, 1.0))[1] == pytest.approx(1.0 + waiting)
    assert formulas.time_with_interruptions((load, 1.0), (0.0, 1.0))[0] == pytest.approx(1.0 + waiting)


def test_order_of_service_does_not_change_the_mean_over_both_classes() -> None:
    waiting = formulas.waiting_mmc(3, 2.4, 1.0)
    first, second = formulas.waiting_with_priority(3, (0.8, 1.0), (1.6, 1.0))
    assert (0.8 * first + 1.6 * second) / 2.4 == pytest.approx(waiting)


def test_two_officers_by_hand() -> None:
    """M/M/2 with one officer's worth of work: a third wait, for half the mean work over one."""
    assert formulas.erlang_c(2, 1.0) == pytest.approx(1.0 / 3.0)
    assert formulas.waiting_mmc(2, 1.0, 1.0) == pytest.approx(1.0 / 3.0)


def test_a_fork_without_queues_takes_the_longer_of_two_exponentials() -> None:
    assert formulas.time_of_fork_and_join(0.0, 2.0) == pytest.approx(3.0)
