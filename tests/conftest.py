"""How parallel workers share the tests."""

from __future__ import annotations

import gc
import re
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# One answer has nothing to do with the next, and there are hundreds in one file. Those to one task stay
# together. All other files stay whole, since their tests share what is dear to start: kernels, a site,
# a browser.
SCATTERED = "test_answers.py"
# What takes long comes first, the longest before the others; answers fill the gaps at the end.
LONGEST = (
    "browser/test_learning.py",
    "site/test_postgresql.py",
    "browser/test_site.py",
    "notebook_tools/test_guard_stops.py",
    "repository/test_untouched.py",
    "site/test_project.py",
    "site/test_rush.py",
    "building/test_building.py",
    "start/test_bootstrap.py",
    "judging/test_trial.py",
    "repository/test_exercises.py",
)

# Collecting makes thousands of objects and lets none go, so a look for lost ones finds nothing.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()  # what tests leave is looked for without all of that
    gc.enable()


class AnswersApart(LoadFileScheduling):
    """A file is one worker's, but answers go to whoever has time."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        task = re.search(r"\[([A-Za-z_]+)", nodeid) if file.endswith(SCATTERED) else None
        return f"{file}::{task[1]}" if task else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> AnswersApart:
    return AnswersApart(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, then the notebooks, which mostly wait."""
    items.sort(key=lambda item: _turn(item.nodeid.partition("::")[0]))


def _turn(file: str) -> int:
    if file.endswith(SCATTERED):
        return len(LONGEST) + 2
    if file.endswith(".ipynb"):
        return len(LONGEST)
    return next((i for i, long in enumerate(LONGEST) if file.endswith(long)), len(LONGEST) + 1)
