"""Coroutines that a trial hands out, or gets back."""

from __future__ import annotations

import inspect
from collections.abc import Iterable


def unstarted(plan: object) -> bool:
    """Whether this is a coroutine of which no line has run."""
    return inspect.iscoroutine(plan) and inspect.getcoroutinestate(plan) == inspect.CORO_CREATED


def close_unstarted(plans: Iterable[object]) -> None:
    """Close the coroutines that never began, so that Python does not warn of them."""
    for plan in plans:
        if inspect.iscoroutine(plan) and unstarted(plan):
            plan.close()
