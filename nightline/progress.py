"""progress(): what is done, what comes next, how long it takes; and the learner's logbook."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nightline import record
from nightline.course import ExerciseSet, Lesson, link, outline
from nightline.judging.display import show
from nightline.judging.task import Task

LOGBOOK = "logbook.md"
_ENDING = "Checked on this machine, without supervision."
_DOORS = (
    ("Alone", 'Start at the next lesson. Do its tasks where it says "Stop".'),
    ("In class", "Open the lesson your teacher names. Each one starts without the ones before."),
    (
        "You know some of it",
        "Solve the core tasks of a set. Its lesson then counts as done.",
    ),
)
_NOT_KEPT = (
    "Nothing is kept here: this is the course itself. `make learn` opens your own copy, "
    "which remembers what you do."
)


@dataclass(frozen=True)
class Standing:
    """What the record says about one task.

    Attributes:
        passed_on: the day of the first pass, ISO 8601, or None.
        tries: tries up to the pass; the same answer again is no new try.
        hints: how many different hints were opened.
        with_solution: the official solution was opened before the pass.
    """

    passed_on: str | None = None
    tries: int = 0
    hints: int = 0
    with_solution: bool = False


def progress() -> None:
    """Show what is done, what comes next and how many minutes are left.

    In the learner's copy it also writes the logbook, a table of the passed tasks.

    Example:
        >>> progress()
    """
    course = outline()
    workspace = record.home()
    # In the course's own folder the answer is always the same: its notebooks store it.
    events = record.events() if workspace is not None else []
    standings = read_standings(events)
    if workspace is None:
        said = [_NOT_KEPT]
    else:
        said = [*again(events, standings), *_write_logbook(workspace, course, standings)]
    show(_as_html(course, standings, said), _as_text(course, standings, said))


def read_standings(events: Iterable[record.Event]) -> dict[str, Standing]:
    """Where each task stands, by name, from the events in their order."""
    found: dict[str, Standing] = {}
    latest: dict[str, object] = {}
    hints: dict[str, set[object]] = {}
    for event in events:
        name = event.data.get("task")
        if not isinstance(name, str):
            continue
        old = found.get(name, Standing())
        if event.kind == "hint":
            hints.setdefault(name, set()).add(event.data.get("number"))
            found[name] = _changed(old, hints=len(hints[name]))
        elif old.passed_on is not None:
            continue  # what happens after the pass does not change how it was reached
        elif event.kind == "solution":
            found[name] = _changed(old, with_solution=True)
        elif event.kind == "try":
            answer = event.data.get("answer")
            tries = old.tries + (answer is None or answer != latest.get(name))
            latest[name] = answer
            day = event.at[:10] if event.data.get("passed") else None
            found[name] = _changed(old, tries=tries, passed_on=day)
    return found


def again(events: Iterable[record.Event], standings: dict[str, Standing]) -> list[str]:
    """What is worth a second look, as sentences: missed predictions, tasks passed with a solution."""
    asked = (event.data for event in events if event.kind == "predict")
    latest = {str(data.get("question")): data.get("right") for data in asked}
    missed = [question for question, right in latest.items() if right is False]
    said = [f"You expected something else here; what would you say now? {q}" for q in missed[-3:]]
    seen = [name for name, one in standings.items() if one.with_solution and one.passed_on]
    if seen:
        said.append(
            f"You saw the solution before you passed: {', '.join(seen)}. "
            "Empty the cell and write it from memory."
        )
    return said


def _changed(old: Standing, **new: object) -> Standing:
    return Standing(**{**old.__dict__, **new})


# What is done and what is left


def set_passed(exercises: ExerciseSet, standings: dict[str, Standing]) -> bool:
    """Whether the warm-up and all core tasks of a set are passed; a stretch is a bonus."""
    return all(_passed(task, standings) for task in exercises.needed)


def _passed(task: Task, standings: dict[str, Standing]) -> bool:
    return standings.get(task.name, Standing()).passed_on is not None


def _lesson_done(lesson: Lesson, standings: dict[str, Standing]) -> bool:
    """A lesson is done when its core tasks are: nobody has to prove that they have read it."""
    if lesson.exercises is None:
        return any(standing.tries for standing in standings.values())
    core = [task for task in lesson.exercises.tasks if task.level == "core"]
    return all(_passed(task, standings) for task in core)


def _minutes_left(course: Sequence[Lesson], standings: dict[str, Standing]) -> int:
    minutes = 0
    for lesson in course:
        if not _lesson_done(lesson, standings):
            minutes += lesson.minutes
        needed = lesson.exercises.needed if lesson.exercises else ()
        minutes += sum(task.minutes for task in needed if not _passed(task, standings))
    return minutes


def _next(course: Sequence[Lesson], standings: dict[str, Standing]) -> tuple[str, Path] | None:
    """The name and the notebook of what to do next; None when all is done."""
    for lesson in course:
        tried = lesson.exercises is not None and any(
            standings.get(task.name, Standing()).tries for task in lesson.exercises.tasks
        )
        if not _lesson_done(lesson, standings) and not tried:
            return f"lesson {lesson.title}", lesson.notebook
        if lesson.exercises and not set_passed(lesson.exercises, standings):
            return f"the tasks of lesson {lesson.title}", lesson.exercises.notebook
    return None


def _points(course: Sequence[Lesson], standings: dict[str, Standing]) -> str:
    tasks = [task for lesson in course if lesson.exercises for task in lesson.exercises.tasks]
    needed = [task for task in tasks if task.level != "stretch"]
    got = sum(task.points for task in needed if _passed(task, standings))
    bonus = sum(t.points for t in tasks if t.level == "stretch" and _passed(t, standings))
    text = f"{got} of {sum(task.points for task in needed)} points"
    return f"{text} and {bonus} bonus points" if bonus else text


def _remaining(course: Sequence[Lesson], standings: dict[str, Standing]) -> str:
    minutes = _minutes_left(course, standings)
    return f"{_points(course, standings)}, about {minutes} minutes left (estimated)"


# The two forms


def _as_text(course: Sequence[Lesson], standings: dict[str, Standing], said: Sequence[str]) -> str:
    lines = [_remaining(course, standings)]
    following = _next(course, standings)
    if following is None:
        lines.append("All lessons and tasks are done.")
    else:
        lines.append(f"Next: {following[0]} → {link(following[1])}")
    lines.append("")
    for lesson in course:
        lines.append(f"{_tick(_lesson_done(lesson, standings))} {lesson.title}")
        for task in lesson.exercises.tasks if lesson.exercises else ():
            lines.append(f"    {_tick(_passed(task, standings))} {_described(task)}")
    lines.append("")
    lines.extend(f"{name}: {text}" for name, text in _DOORS)
    lines.extend(said)
    return "\n".join(lines)


def _as_html(course: Sequence[Lesson], standings: dict[str, Standing], said: Sequence[str]) -> str:
    following = _next(course, standings)
    if following is None:
        next_line = "All lessons and tasks are done."
    else:
        next_line = f'Next: <a href="{link(following[1])}">{html.escape(following[0])}</a>'
    parts = [
        f"<p>{html.escape(_remaining(course, standings))}<br><b>{next_line}</b></p>",
        "<ul style='list-style: none; padding-left: 0'>",
        *(_lesson_row(lesson, standings) for lesson in course),
        "</ul>",
        *(f"<p><b>{html.escape(name)}.</b> {html.escape(text)}</p>" for name, text in _DOORS),
        *(f"<p>{html.escape(sentence)}</p>" for sentence in said),
    ]
    return "".join(parts)


def _lesson_row(lesson: Lesson, standings: dict[str, Standing]) -> str:
    name = f'<a href="{link(lesson.notebook)}">{html.escape(lesson.title)}</a>'
    row = f"{_tick(_lesson_done(lesson, standings))} {name}"
    if lesson.exercises is None:
        return f"<li>{row}</li>"
    tasks = "".join(
        f"<li>{_tick(_passed(task, standings))} {html.escape(_described(task))}</li>"
        for task in lesson.exercises.tasks
    )
    state = "passed" if set_passed(lesson.exercises, standings) else "tasks"
    row += f' · <a href="{link(lesson.exercises.notebook)}">{state}</a>'
    return f"<li>{row}<ul style='list-style: none; padding-left: 1.5em'>{tasks}</ul></li>"


def _described(task: Task) -> str:
    points = f"{task.points} bonus points" if task.level == "stretch" else f"{task.points} points"
    return f"{task.name} ({task.level}, {task.minutes} min, {points})"


def _tick(done: bool) -> str:
    return "✓" if done else "○"


# The logbook


def logbook(course: Sequence[Lesson], standings: dict[str, Standing]) -> str:
    """The passed tasks as a Markdown table."""
    lines = [
        "# Logbook",
        "",
        "| task | date | tries | hints | |",
        "|---|---|---|---|---|",
    ]
    for lesson in course:
        for task in lesson.exercises.tasks if lesson.exercises else ():
            standing = standings.get(task.name, Standing())
            if standing.passed_on is not None:
                how = "with solution" if standing.with_solution else ""
                lines.append(
                    f"| {task.name} | {standing.passed_on} | {standing.tries} "
                    f"| {standing.hints} | {how} |"
                )
    return "\n".join([*lines, "", _ENDING, ""])


def _write_logbook(
    workspace: Path, course: Sequence[Lesson], standings: dict[str, Standing]
) -> list[str]:
    """Write the logbook. Returns a sentence for the learner."""
    file = workspace / LOGBOOK
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.write_text(logbook(course, standings), encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        return [f"The logbook could not be written ({error.strerror})."]
    return [f"What you have passed also stands in {LOGBOOK}, in your copy of the course."]
