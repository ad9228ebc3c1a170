"""Who runs first: the loop that answers keys, or the threads beside it."""

from __future__ import annotations

import asyncio
import selectors
import socket
import sys

import pytest

from planner.tui.loop import MOST_ROUNDS, WAITING_SECONDS, WORKING_SECONDS, KeysFirst, new_loop


@pytest.fixture
def interval():
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


@pytest.mark.skipif(sys.platform == "win32", reason="a loop of Windows selects nothing")
def test_threads_wait_longer_while_the_loop_works_than_while_it_waits(monkeypatch, interval):
    found, own = {}, selectors.DefaultSelector.select

    def select(self, timeout=None):
        found["waiting"] = sys.getswitchinterval()
        return own(self, timeout)

    async def work():
        await asyncio.sleep(0.001)
        found["working"] = sys.getswitchinterval()

    monkeypatch.setattr(selectors.DefaultSelector, "select", select)
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(work())
    assert found == {"waiting": pytest.approx(WAITING_SECONDS), "working": pytest.approx(WORKING_SECONDS)}
    assert WAITING_SECONDS < WORKING_SECONDS


def test_input_is_seen_though_there_is_always_work(interval):
    one, other = socket.socketpair()
    with one, other, KeysFirst() as selector:
        selector.register(one, selectors.EVENT_READ)
        other.send(b"key")
        looks = [selector.select(0.0) for _round in range(MOST_ROUNDS + 1)]
        assert not any(looks[:-1])
        assert looks[-1][0][0].fileobj is one
        # Without work there is no round to wait for.
        assert selector.select(None)
