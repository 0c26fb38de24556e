"""predict(): a question before a cell is run, answered afterwards by the run itself."""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from nightline import record
from nightline.judging.display import show

Option = str | int | float

_BOX = (
    '<div style="border-left: 4px solid var(--jp-brand-color1, #1976d2); '
    'padding: 0.3em 0.8em; margin: 0.3em 0">{}</div>'
)


class Prediction:
    """A question with its options and the learner's choice, if there is one.

    Attributes:
        question: the question, one or two sentences.
        options: the possible answers.
        choice: the chosen option, or None.
    """

    def __init__(self, question: str, options: Sequence[Option]) -> None:
        if isinstance(options, str) or len(options) < 2:
            raise ValueError("predict() needs a list of at least two options.")
        if len({str(option) for option in options}) != len(options):
            raise ValueError("predict() needs options that differ from each other.")
        self.question = question
        self.options = tuple(options)
        self.choice = self._remembered()

    def choose(self, option: Option) -> None:
        """Choose an answer: what a click does, and what one types where there are no controls.

        Args:
            option: one of the options.

        Raises:
            ValueError: it is none of them.

        Example:
            >>> p = predict("How long do three waits of 1 s take together?", [1, 3])
            >>> p.choose(1)
        """
        chosen = self._find(option)
        if chosen != self.choice:
            self.choice = chosen
            self._remember(right=None)

    def settle(self, measured: Option, why: Mapping[Any, str]) -> None:
        """Show which option the run made true, and answer the others.

        Args:
            measured: the option that is right, computed from the run.
            why: for each wrong option, what is behind it. A learner's own change may make another
                option right; what then lacks an answer is only named.

        Raises:
            ValueError: `measured` is none of the options, or `why` answers what is none.
        """
        right = self._find(measured, what="The run gave")
        strange = [option for option in why if option not in self.options]
        if strange:
            raise ValueError(
                f"`why` answers {strange[0]!r}, which is no option of this question. If you came "
                "back to an earlier cell, run the cell with its `predict` again."
            )
        if self.choice is not None:
            self._remember(right=self.choice == right)
        wrong = {option: why.get(option, "") for option in self.options if option != right}
        show(*self._answer(right, wrong))

    def closest(self, measured: float) -> Option:
        """Return the number among the options that is nearest to what was measured.

        Args:
            measured: in the unit of the options.

        Example:
            >>> predict("How many seconds?", [0.4, 1.5]).closest(1.48)
            1.5
        """
        numbers = [option for option in self.options if not isinstance(option, str)]
        return min(numbers, key=lambda option: abs(option - measured))

    def _answer(self, right: Option, wrong: dict[Option, str]) -> tuple[str, str]:
        """The answer as HTML and as text."""
        said = f"The run says: {right}"
        if self.choice is None:
            wrong = {option: text for option, text in wrong.items() if text}
            lines = [f"If you expected {option}: {text}" for option, text in wrong.items()]
            folded = "".join(
                f"<details><summary>If you expected {_safe(option)}</summary>{_safe(text)}</details>"
                for option, text in wrong.items()
            )
            return _BOX.format(f"<b>{_safe(said)}</b>{folded}"), "\n".join([said, *lines])
        if self.choice == right:
            yours = "You expected that. ✓"
        else:
            yours = f"You expected {self.choice}. {wrong[self.choice]}".rstrip()
        return _BOX.format(f"<b>{_safe(said)}</b><br>{_safe(yours)}"), f"{said}\n{yours}"

    def _find(self, option: Option, what: str = "Your choice is") -> Option:
        for known in self.options:
            if option == known:
                return known
        listed = ", ".join(repr(known) for known in self.options)
        raise ValueError(f"{what} {option!r}, but the options are {listed}.")

    # The record

    def _remembered(self) -> Option | None:
        """The latest choice for this question, from before a restart too."""
        for event in reversed(record.events()):
            if event.kind != "predict" or event.data.get("question") != self.question:
                continue
            choice = event.data.get("choice")
            return next((known for known in self.options if known == choice), None)
        return None

    def _remember(self, right: bool | None) -> None:
        data = {"question": self.question, "choice": self.choice, "right": right}
        mine = (e.data for e in reversed(record.events()) if e.kind == "predict")
        latest = next((d for d in mine if d.get("question") == self.question), None)
        if latest != data:  # running a cell again is no second answer
            record.append("predict", **data)

    # What is shown above the unrun cell

    def _ipython_display_(self) -> None:
        self._display()

    def _display(self) -> None:
        lines = [self.question, *(f"  ○ {option}" for option in self.options)]
        items = "".join(f"<li>{_safe(option)}</li>" for option in self.options)
        page, text = _BOX.format(f"<b>{_safe(self.question)}</b><ul>{items}</ul>"), "\n".join(lines)
        controls = self._controls() if _has_front_end() else None
        if controls is None:
            show(page, text)
        else:
            from IPython.display import display

            bundle = {**controls, "text/html": page, "text/plain": text}
            display(bundle, raw=True)  # type: ignore[no-untyped-call]

    def _controls(self) -> dict[str, Any] | None:
        """Buttons as a part of a display bundle; None where ipywidgets is missing.

        Not radio buttons: JupyterLab takes their arrow keys to move between cells.
        """
        try:
            import ipywidgets as widgets
        except ImportError:
            return None
        labels = [(str(option), option) for option in self.options]
        buttons = widgets.ToggleButtons(
            options=labels, value=self.choice, style={"button_width": "auto"}
        )
        status = widgets.HTML(self._status())

        def chosen(change: dict[str, Any]) -> None:
            self.choose(change["new"])
            status.value = self._status()

        buttons.observe(chosen, "value")
        title = widgets.HTML(f"<b>{_safe(self.question)}</b>")
        bundle: dict[str, Any] = widgets.VBox([title, buttons, status])._repr_mimebundle_()
        return bundle

    def _status(self) -> str:
        if self.choice is None:
            return "Click your answer, or choose it with Tab and the space bar."
        return f"Your choice: {_safe(self.choice)}. Now run the next cell."


def predict(question: str, options: Sequence[Option]) -> Prediction:
    """Ask what the next cell will do, before it is run.

    Args:
        question: one or two sentences.
        options: the possible answers, texts or numbers; numbers carry the unit of the question.

    Returns:
        The prediction. Below the run, its `settle` shows which option the run made true.

    Raises:
        ValueError: fewer than two options, or two that look the same.

    Example:
        >>> p = predict("Three waits of 1 s, all together: how many seconds?", [1, 3])
        >>> p.settle(round(seconds), why={3: "They wait at the same time."})
    """
    prediction = Prediction(question, options)
    prediction._display()
    return prediction


def _has_front_end() -> bool:
    """Whether somebody can click: a notebook opened in Jupyter, or the learner's own copy.

    A run without anybody (building, testing) shows the options as text, the same every time.
    """
    if "ipykernel" not in sys.modules:
        return False
    return "JPY_SESSION_NAME" in os.environ or record.home() is not None


def _safe(text: object) -> str:
    """Text for HTML, with `code` between backquotes."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(str(text), quote=False))
