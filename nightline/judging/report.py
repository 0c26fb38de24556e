"""What `check` shows: the verdict as plain text and as HTML."""

from __future__ import annotations

import re
from html import escape

from nightline.judging import official
from nightline.judging.diagnoses import Diagnosis
from nightline.judging.drawing import draw
from nightline.judging.findings import Finding
from nightline.judging.task import Judged, Verdict

STYLE = """<style>
.nl-report{border-left:4px solid;padding:.2em 0 .2em 1em;max-width:52em;line-height:1.5}
.nl-report.passed{border-color:#2e7d32}.nl-report.missed{border-color:#c77700}
.nl-report.started{border-color:#888}
.nl-report ul{list-style:none;padding:0;margin:.4em 0}
.nl-report dl{display:grid;grid-template-columns:max-content 1fr;gap:.25em 1em;margin:.6em 0}
.nl-report dt{font-weight:600}.nl-report dd{margin:0}
.nl-report svg{max-width:100%;height:auto;color:inherit}
</style>"""
MARKS = {True: "✓", False: "✗", None: "–"}


def link_to(diagnosis: Diagnosis) -> str:
    """Where to read on, as a link from an exercise set; plain words until the lesson exists."""
    lesson = next(official.ROOT.glob(f"notebooks/{diagnosis.lesson}_*.ipynb"), None)
    words = escape(diagnosis.pointer, quote=False)
    if not diagnosis.lesson or lesson is None:
        return words
    anchor = f"#{diagnosis.section.replace(' ', '-')}" if diagnosis.section else ""
    return f'<a href="../../notebooks/{lesson.name}{escape(anchor)}">{words}</a>'


def lines_of(finding: Finding) -> list[tuple[str, str]]:
    """The four lines of feedback: what you did, what was expected, what it means, try."""
    if finding.diagnosis is None:
        return []
    meaning, advice = finding.diagnosis.explain(finding.facts)
    pointer = finding.diagnosis.pointer
    return [
        ("What you did", finding.did),
        ("What was expected", finding.expected),
        ("What it means", meaning),
        ("Try", f"{advice} → {pointer}" if pointer else advice),
    ]


def headline(verdict: Verdict) -> str:
    """The first line of the report."""
    name = verdict.task.name
    if verdict.state == "not started":
        return f"{name}: not started yet"
    if verdict.passed:
        points = {"practice": "", "stretch": f", {verdict.task.points} bonus points"}
        return f"✓ {name}: passed" + points.get(
            verdict.task.level, f", {verdict.task.points} points"
        )
    return f"{name}: {verdict.met} of {len(verdict.judged)} requirements"


def closing(verdict: Verdict, next_step: str) -> list[str]:
    """The last lines: what was right and what to think about, or what to do next."""
    more = [next_step] if next_step else []
    if verdict.state == "not started":
        return [verdict.note, *more] if verdict.note else more
    if verdict.passed:
        seen = [item.finding.did for item in _specific(verdict) if item.finding]
        return [*seen[-1:], verdict.task.reflect, *more]
    name = verdict.task.name
    again = f"Change the cell, run it, then run this check again. A hint: `hint({name})`."
    return [*more, again]


def as_text(verdict: Verdict, next_step: str = "") -> str:
    """The report as plain text."""
    lines = [headline(verdict)]
    if verdict.state == "missed":
        lines += [f"  {_mark(item)} {item.text}{_not_reached(item)}" for item in verdict.judged]
        lines += _four_lines(verdict)
    lines += closing(verdict, next_step)
    return "\n".join(lines)


def as_html(verdict: Verdict, next_step: str = "") -> str:
    """The report as HTML that follows the page's own colours, light or dark."""
    kind = {"passed": "passed", "missed": "missed"}.get(verdict.state, "started")
    parts = [STYLE, f'<div class="nl-report {kind}"><strong>{_rich(headline(verdict))}</strong>']
    if verdict.state == "missed":
        items = (
            f"<li>{_mark(item)} {_rich(item.text + _not_reached(item))}</li>"
            for item in verdict.judged
        )
        parts.append(f"<ul>{''.join(items)}</ul>")
        parts.append(_details_html(verdict))
    parts += [f"<p>{_rich(line)}</p>" for line in closing(verdict, next_step)]
    return "".join([*parts, "</div>"])


def _details_html(verdict: Verdict) -> str:
    first = verdict.first_missed
    if first is None or first.finding is None:
        return ""
    pairs = "".join(
        f"<dt>{label}</dt><dd>{_rich(text)}</dd>" for label, text in lines_of(first.finding)
    )
    if verdict.diagnosis and verdict.diagnosis.pointer:
        pointer = escape(verdict.diagnosis.pointer, quote=False)
        pairs = pairs.replace(f"→ {pointer}", f"→ {link_to(verdict.diagnosis)}")
    return f"<dl>{pairs}</dl>" + (_pictures(verdict) if first.finding.in_time else "")


def _pictures(verdict: Verdict) -> str:
    runs = [("Your run", verdict.evidence[0])]
    expected = verdict.expected()
    if expected is not None:
        runs.append(("Expected", expected))
    return draw(runs)


def _four_lines(verdict: Verdict) -> list[str]:
    first = verdict.first_missed
    if first is None or first.finding is None:
        return []
    return ["", *(f"{label}: {text}" for label, text in lines_of(first.finding)), ""]


def _specific(verdict: Verdict) -> list[Judged]:
    texts = {requirement.text for requirement in verdict.task.requirements}
    return [item for item in verdict.judged if item.text in texts]


def _mark(item: Judged) -> str:
    return MARKS[item.finding.passed if item.finding else None]


def _not_reached(item: Judged) -> str:
    return "" if item.finding else " (not reached)"


def _rich(text: str) -> str:
    """Escaped text with `code` in code tags."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
