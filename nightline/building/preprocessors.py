"""The course's own steps in nbgrader's conversion, listed in `nbgrader_config.py`."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

STUB = "raise NotImplementedError"
_GIVEN = re.compile(r"(?P<indent>\s*)### GIVEN(?: (?P<code>.*))?")


class GivenCode(NbGraderPreprocessor):  # type: ignore[misc]
    """Gives the learner of a repair task the code to repair.

    In the solution, lines `### GIVEN <code>` stand directly before `### BEGIN SOLUTION`. Once
    ClearSolutions has put the stub there, this uncomments them and removes the stub:

        ### GIVEN return quote("Aurora")        return quote("Aurora")
        raise NotImplementedError          →
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Change one cell if it holds given code."""
        if cell.cell_type == "code" and "### GIVEN" in cell.source:
            cell.source = give(cell.source)
        return cell, resources


class ForLearners(NbGraderPreprocessor):  # type: ignore[misc]
    """Makes Run All judge every task, and drops what only an executed notebook has."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Tag the cells that judge, so that an unanswered one does not stop those after it."""
        about = nb.metadata.get("nightline", {})
        about.pop("hash", None)
        if not about:
            nb.metadata.pop("nightline", None)
        for cell in nb.cells:
            if cell.cell_type == "code" and utils.is_grade(cell):
                cell.metadata["tags"] = sorted({*cell.metadata.get("tags", []), "raises-exception"})
        return nb, resources


def give(source: str) -> str:
    """The source with its given code uncommented and the stub after it removed.

    Raises ValueError if given code is not directly followed by the stub.
    """
    lines: list[str] = []
    given = False
    for line in source.split("\n"):
        match = _GIVEN.fullmatch(line)
        if match:
            code = match["code"]
            lines.append(f"{match['indent']}{code}" if code else "")
            given = True
        elif given:
            if line.strip() != STUB:
                raise ValueError(f"### GIVEN must stand directly before ### BEGIN SOLUTION: {line}")
            given = False
        else:
            lines.append(line)
    if given:
        raise ValueError("### GIVEN must stand directly before ### BEGIN SOLUTION")
    return "\n".join(lines)
