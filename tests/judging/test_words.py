"""The words of a report: calls that a new cell knows, errors without the insides of tasks."""

from __future__ import annotations

import pytest

from nightline.judging.evidence import Place
from nightline.judging.general import _is_compared, _typable, _without_insides


@pytest.mark.parametrize(
    ("call", "typed"),
    [
        ("quote(c)", "quote('Aurora')"),
        ("quote('Corvo')", "quote('Corvo')"),
        ('show_on_board(f"{berths} left")', "show_on_board('Aurora')"),
        ("asyncio.sleep(delay)", "asyncio.sleep(1)"),
        ("quote(…)", "quote('Aurora')"),
        ("self.run(x)", "self.run(x)"),
    ],
)
def test_a_call_is_told_without_local_names(call: str, typed: str) -> None:
    assert _typable(call) == typed


@pytest.mark.parametrize(
    ("line", "compared"),
    [
        ("if is_open(carrier) is True:", True),
        ("return [c for c in carriers if is_open(c) != False]", True),
        ("if True is is_open(carrier):", True),
        ("if is_open(carrier):", False),
        ("if await is_open(carrier) is True:", False),
    ],
)
def test_a_compared_coroutine_is_no_plain_condition(line: str, compared: bool) -> None:
    assert _is_compared(Place("is_open", 1, line)) is compared


def test_a_tasks_insides_are_left_out() -> None:
    task = "<Task pending name='Task-3' coro=<f.<locals>.g() running at /a/b.py:3> cb=[h.<locals>.k()]>"
    assert _without_insides(f"{task} got <Future pending>") == "<Task …> got <Future …>"
    assert _without_insides("got <coroutine object f>") == "got <coroutine object f>"
