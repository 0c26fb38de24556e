"""All tasks of the course, found by name."""

from __future__ import annotations

import functools
import importlib
import pkgutil

import nightline.checks
from nightline.judging.task import Task


@functools.cache
def tasks() -> dict[str, Task]:
    """Every task by name, in the order of the course.

    Raises:
        ValueError: two tasks have the same name.
    """
    found: dict[str, Task] = {}
    modules = sorted(info.name for info in pkgutil.iter_modules(nightline.checks.__path__))
    for name in modules:
        if not name.startswith("set_"):
            continue
        for task in importlib.import_module(f"nightline.checks.{name}").TASKS:
            if task.name in found:
                raise ValueError(f"two tasks are called {task.name!r}")
            found[task.name] = task
    return found


def task(name: str) -> Task:
    """The task of this name. Raises KeyError when there is none."""
    return tasks()[name]
