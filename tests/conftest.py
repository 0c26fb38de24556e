"""How parallel workers share the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

# One answer has nothing to do with the next, and there are hundreds in one file. All other files
# stay whole, since their tests share what is dear to start: kernels, a site, a browser.
SCATTERED = {"test_answers.py"}


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name not in SCATTERED:
            item.add_marker(
                pytest.mark.xdist_group(Path(item.nodeid.partition("::")[0]).as_posix())
            )
