"""Showing hops: picture and words in a notebook, words alone anywhere else."""

from __future__ import annotations

import html
import sys
from typing import TYPE_CHECKING, Any

from nightline.hops.words import counts, listed, summary
from nightline.timeline.show import FOLD, display_picture, in_notebook

if TYPE_CHECKING:
    from nightline.hops import Hops


def settle() -> None:
    """Wait until the site has closed the requests whose answers are here already.

    Django closes a response, in a thread, after it has sent it. Without this wait that hop would
    sometimes be counted and sometimes not.
    """
    serving = sys.modules.get("nightline.serving")
    if serving is not None:
        serving.settle()


def show(hops: Hops) -> None:
    """Show `hops` where we are: below the cell, or on the terminal."""
    if not in_notebook():
        print(f"{summary(hops)}\n{listed(hops)}")
        return
    from IPython.display import display

    drawn = bool(hops.list) and _display_picture(hops, display)
    form = folded(listed(hops), drawn)
    display({"text/html": form, "text/plain": summary(hops)}, raw=True)  # type: ignore[no-untyped-call]


def _display_picture(hops: Hops, display: Any) -> bool:
    try:
        from nightline.hops.picture import draw
    except ImportError:  # a browser's kernel may have no matplotlib
        return False
    display_picture(
        draw(hops), f"The thread diagram of {hops.title or 'this run'}", alt_text(hops), display
    )
    return True


def alt_text(hops: Hops) -> str:
    """Return one sentence that stands for the picture; the words below it say it all."""
    return f"Thread diagram{f' of {hops.title}' if hops.title else ''}: {counts(hops)}."


def folded(text: str, closed: bool = True) -> str:
    """Return the list as HTML. `nbval_sanitize.cfg` knows it by its class."""
    pre = f'<pre class="hops" style="white-space: pre-wrap">{html.escape(text, quote=False)}</pre>'
    return f"<details>{FOLD}{pre}</details>" if closed else pre
