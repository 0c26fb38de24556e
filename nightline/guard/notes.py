"""What the guard tells the learner, collected during a cell and shown below it as one message."""

from __future__ import annotations

import html
import re
from collections import Counter

MARK = "Nightline noticed: "

_BOX = '<div style="border-left: 4px solid #d08700; padding: 0.3em 0.8em; margin: 0.3em 0">{}</div>'


class Notes:
    """Sentences for the learner, each said once, however often it happened."""

    def __init__(self) -> None:
        self._sentences: Counter[str] = Counter()

    def add(self, sentence: str) -> None:
        self._sentences[sentence] += 1

    def show(self) -> None:
        """Show and forget what was noted, if anything was."""
        noted, self._sentences = self._sentences, Counter()
        if noted:
            _display([f"{said}{f' ({n} times)' if n > 1 else ''}" for said, n in noted.items()])

    def show_now(self, sentence: str) -> None:
        """Show this sentence while the cell still runs."""
        _display([sentence])


def _display(sentences: list[str]) -> None:
    from IPython.display import display

    text = MARK + "\n".join(sentences)
    rows = "".join(f"<div>{_marked_up(sentence)}</div>" for sentence in sentences)
    body = _BOX.format(f"<b>{html.escape(MARK)}</b>{rows}")
    bundle = {"text/plain": text, "text/html": body}
    display(bundle, raw=True)  # type: ignore[no-untyped-call]


def _marked_up(sentence: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(sentence, quote=False))
