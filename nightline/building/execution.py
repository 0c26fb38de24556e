"""Execute a notebook twice in one kernel and keep the second run.

Twice, because a reader runs cells again: what a first run leaves behind must not change the second.
That a fresh kernel gives the same is what nbval proves afterwards.
"""

from __future__ import annotations

import asyncio
import copy
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbval.plugin import coalesce_streams, get_sanitize_patterns

from nightline.building.notebooks import NotBuilt, tidy
from nightline.guard import spoke
from nightline.kernel_starts import Kernels
from nightline.workspace import ROOT

CELL_SECONDS = 60
_NOT_COMPARED = ("image/png", "image/jpeg", "image/svg+xml")


def execute(notebook: NotebookNode, path: Path) -> None:
    """Fill a notebook with its outputs, in place.

    Arguments: the notebook; where it lies, since its folder is the kernel's.
    Raises NotBuilt if a cell fails, leaves something running, or says something else when it is
    run again.
    """
    first, second = copy.deepcopy(notebook), copy.deepcopy(notebook)
    asyncio.run(_run_in_one_kernel([first, second], path))
    for run in (first, second):
        tidy(run)
        refuse_guard_messages(run)
    compare(first, second)
    notebook.cells = second.cells


async def _run_in_one_kernel(runs: list[NotebookNode], path: Path) -> None:
    client = NotebookClient(
        runs[0],
        timeout=CELL_SECONDS,
        iopub_timeout=CELL_SECONDS,  # on a busy machine the outputs may come late
        kernel_name="python3",
        kernel_manager_class=Kernels,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    async with client.async_setup_kernel():
        assert client.kc is not None
        for notebook in runs:
            client.nb = notebook
            client.reset_execution_trackers()
            for index, cell in enumerate(notebook.cells):
                try:
                    await client.async_execute_cell(cell, index)
                except CellTimeoutError as error:
                    reason = f"ran for more than {CELL_SECONDS} s"
                    raise NotBuilt(f"cell {cell.id!r} {reason}") from error
                except (CellExecutionError, DeadKernelError) as error:
                    raise NotBuilt(f"cell {cell.id!r} failed\n{error}") from error


def compare(first: NotebookNode, second: NotebookNode) -> None:
    """Raises NotBuilt at the first cell whose two runs differ in more than measured numbers."""
    for one, other in zip(first.cells, second.cells, strict=True):
        if one.cell_type != "code":
            continue
        said, then = comparable(one.outputs), comparable(other.outputs)
        if said != then:
            kinds = [kind for kind in {**said, **then} if said.get(kind) != then.get(kind)]
            raise NotBuilt(
                f"cell {one.id!r} says something else when it is run again\n"
                + "\n".join(f"{k}: {said.get(k)}\n  then: {then.get(k)}" for k in kinds)
            )


def comparable(outputs: list[NotebookNode]) -> dict[str, list[str]]:
    """What of a cell's outputs must be equal in every run, by kind, as nbval compares it."""
    found: dict[str, list[str]] = defaultdict(list)
    for output in coalesce_streams(copy.deepcopy(outputs)):
        if output.output_type == "stream":
            found[output.name].append(sanitized(output.text))
        elif output.output_type == "error":
            found["error"].append(sanitized(f"{output.ename}: {output.evalue}"))
        for kind, content in output.get("data", {}).items():
            picture = kind in _NOT_COMPARED
            found[kind].append("a picture" if picture else sanitized(str(content)))
    return dict(found)


def sanitized(text: str) -> str:
    """The text without what may differ: measured numbers, loopback ports, ids of objects."""
    for pattern, replacement in _patterns():
        text = re.sub(pattern, replacement, text, flags=re.DOTALL)
    return text


@cache
def _patterns() -> list[tuple[str, str]]:
    config = (ROOT / "nbval_sanitize.cfg").read_text(encoding="utf-8")
    return list(get_sanitize_patterns(config))


def refuse_guard_messages(notebook: NotebookNode) -> None:
    """Raises NotBuilt if the kernel's guard had something to say about a cell."""
    for cell in notebook.cells:
        for message in guard_messages(cell):
            raise NotBuilt(f"cell {cell.id!r} leaves something behind\n{message}")


def guard_messages(cell: Mapping[str, Any]) -> list[str]:
    """What the guard said about a cell, as it stands in the stored outputs."""
    said = [output for output in cell.get("outputs", ()) if spoke(output)]
    return ["".join(output.get("data", {}).get("text/plain", "stopped")) for output in said]
