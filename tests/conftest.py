"""How parallel workers share the tests."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# One answer has nothing to do with the next, and there are hundreds in one file. All other files
# stay whole, since their tests share what is dear to start: kernels, a site, a browser.
SCATTERED = "test_answers.py"


class AnswersApart(LoadFileScheduling):
    """A file is one worker's, but answers go to whoever has time."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return nodeid if file.endswith(SCATTERED) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> AnswersApart:
    return AnswersApart(config, log)
