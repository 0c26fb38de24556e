"""Labels show plain values and never run the learner's code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from nightline.timeline.labels import LONGEST_LABEL, call_label, error_text, show


class Loud:
    def __repr__(self) -> str:
        raise AssertionError("repr was called")

    __str__ = __repr__


class LoudText(str):
    __slots__ = ()

    def __repr__(self) -> str:
        raise AssertionError("repr was called")

    __str__ = __repr__


class Posing(type):
    @property
    def __name__(cls) -> str:
        raise AssertionError("the metaclass was asked")


class Posed(metaclass=Posing):
    pass


def label(function: Callable[..., FrameType], *args: Any, **named: Any) -> str:
    return call_label(function(*args, **named))


def here() -> FrameType:
    return sys._getframe(1)


def test_plain_values_are_shown_and_others_are_named() -> None:
    assert [show(value) for value in ("a", 1, 0.5, True, None)] == [
        "'a'",
        "1",
        "0.5",
        "True",
        "None",
    ]
    assert [show(value) for value in ([1], Loud(), LoudText("x"), Posed())] == [
        "list",
        "Loud",
        "LoudText",
        "Posed",
    ]
    assert show("a" * 99) == "'" + "a" * 23 + "…'"
    assert show(10**5000) == "int"


def test_arguments_are_shown_as_one_would_write_them() -> None:
    def quote(name: str, limit: int = 3, *more: object, fast: bool = False, **rest: object) -> Any:
        return here()

    assert label(quote, "Aurora") == "quote('Aurora', 3, fast=False)"
    assert label(quote, "A", 1, Loud(), 5, fast=True, x=1) == (
        "quote('A', 1, Loud, 5, fast=True, x=1)"
    )


def test_an_argument_that_an_inner_function_uses_is_shown() -> None:
    def quote(name: str) -> Any:
        return here() if (lambda: name)() else None

    assert label(quote, "Aurora") == "quote('Aurora')"


def test_self_is_left_out() -> None:
    class Bank:
        def sell(self, berth: int) -> Any:
            return here()

    assert label(Bank().sell, 7) == "sell(7)"


def test_a_label_is_one_short_line() -> None:
    def search(a: str, b: str, c: str) -> Any:
        return here()

    made = label(search, "x\ny", "z" * 30, "w" * 30)
    assert len(made) == LONGEST_LABEL
    assert "\n" not in made


def test_errors_are_told_as_type_and_plain_message() -> None:
    assert error_text(ValueError("sold out")) == "ValueError: sold out"
    assert error_text(KeyError("Aurora")) == "KeyError: 'Aurora'"
    assert error_text(ValueError()) == "ValueError"
    assert error_text(ValueError(Loud())) == "ValueError"
    assert error_text(OSError(2, "no such file")) == "FileNotFoundError"
    assert error_text(ExceptionGroup("two", [ValueError()])) == "ExceptionGroup: two"
