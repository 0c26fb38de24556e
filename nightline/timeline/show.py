"""Showing a timeline: picture and words in a notebook, words alone anywhere else."""

from __future__ import annotations

import base64
import html
import sys
from typing import TYPE_CHECKING, Any

from nightline.timeline.words import free_sentence, seconds, words

if TYPE_CHECKING:
    from nightline.timeline import Timeline
    from nightline.timeline.picture import Picture

FOLD = "<summary>This picture in words</summary>"


def show(timeline: Timeline) -> None:
    """Show `timeline`, and above it the one it stands beside."""
    both = [timeline] if timeline.beside is None else [timeline.beside, timeline]
    text = "\n\n".join(words(one) for one in both)
    if not in_notebook():
        print(text)
        return
    from IPython.display import display

    drawn = _display_picture([one for one in both if one.rows], display)
    form = folded(text) if drawn else f"<pre>{html.escape(text, quote=False)}</pre>"
    display({"text/html": form, "text/plain": text}, raw=True)  # type: ignore[no-untyped-call]


def _display_picture(both: list[Timeline], display: Any) -> bool:
    if not both:
        return False
    try:
        from nightline.timeline.picture import draw
    except ImportError:  # a browser's kernel may have no matplotlib
        return False
    name = " and ".join(one.title for one in both if one.title) or "this run"
    display_picture(draw(both), f"The train graph of {name}", alt_text(both), display)
    return True


def display_picture(picture: Picture, name: str, alt: str, display: Any) -> None:
    """Show a picture below the cell: `name` is compared by nbval, `alt` is read by screen readers."""
    display(
        {"image/png": base64.b64encode(picture.png).decode(), "text/plain": name},
        metadata={
            "image/png": {
                "alt": alt,
                "width": picture.width,
                "height": picture.height,
                "needs_background": "light",
            }
        },
        raw=True,
    )


def alt_text(both: list[Timeline]) -> str:
    """Return one or two sentences that stand for the picture; the words below it say it all."""
    return " ".join(
        f"Train graph{f' of {one.title}' if one.title else ''}: {count(one)} in "
        f"{seconds(one.duration)}. {free_sentence(one.free)}"
        for one in both
    )


def count(timeline: Timeline) -> str:
    return "1 row" if len(timeline.rows) == 1 else f"{len(timeline.rows)} rows"


def folded(text: str) -> str:
    """Return `text` as HTML that is closed until somebody opens it."""
    return (
        f"<details>{FOLD}"
        f'<pre style="white-space: pre-wrap">{html.escape(text, quote=False)}</pre></details>'
    )


def in_notebook() -> bool:
    """Say whether a Jupyter kernel shows what we display."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None
