"""From an answer to a verdict."""

from __future__ import annotations

import functools
from typing import Any

from nightline.judging import general, official
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, missed, shown
from nightline.judging.task import Judged, Task, Verdict
from nightline.judging.trial import run_trial

STILL_A_STUB = (
    "The line `raise NotImplementedError` is still there, and it ends your function. Remove it."
)


def judge(task: Task, answer: Any) -> Verdict:
    """Run a task's trials on an answer and judge what they show.

    Args:
        task: the task.
        answer: the learner's function or class.

    Returns:
        The verdict. Whatever the answer does, nothing is raised.
    """
    if official.is_untouched(task, answer):
        return Verdict(task, "not started")
    evidence = _run(task, answer)
    if isinstance(evidence[0].error, NotImplementedError):
        return Verdict(task, "not started", evidence=evidence, note=STILL_A_STUB)
    judged = tuple(_judge_all(task, evidence))
    passed = all(item.finding and item.finding.passed for item in judged)
    expected = functools.partial(expected_run, task)
    return Verdict(task, "passed" if passed else "missed", judged, evidence, expected)


def expected_run(task: Task) -> Evidence | None:
    """The first trial, run on the official solution; None where that cannot be had."""
    answer = official.build(task)
    return run_trial(task.trials[0], answer) if answer is not None else None


def _run(task: Task, answer: Any) -> tuple[Evidence, ...]:
    seen: list[Evidence] = []
    for trial in task.trials:
        seen.append(run_trial(trial, answer))
        seen[-1].set = task.set
        if seen[-1].endless or seen[-1].deadlock:  # the next trial would have to wait as well
            break
    return tuple(seen)


def _judge_all(task: Task, evidence: tuple[Evidence, ...]) -> list[Judged]:
    first = [general.AWAITS, general.BLOCKS_NOBODY, general.ENDS]
    if all(one.may_block for one in evidence):
        first.remove(general.BLOCKS_NOBODY)  # a tick would say what nobody looked at
    judged = [_judge(requirement, evidence, always=True) for requirement in first]
    judged += [_judge(requirement, evidence) for requirement in task.requirements]
    return [*judged, _judge(general.LEAVES_NOTHING, evidence, always=True)]


def _judge(
    requirement: Requirement, evidence: tuple[Evidence, ...], always: bool = False
) -> Judged:
    """Judge one requirement on its trials; the first that misses it decides."""
    finding: Finding | None = None
    for one in evidence:
        if requirement.trial not in ("", one.trial):
            continue
        if not always and not _ended(one):
            return Judged(requirement.text, None)
        now = _guarded(requirement, one)
        finding = finding or now  # when all hold, the first trial tells the story
        if now is None or not now.passed:
            return Judged(requirement.text, now)
    return Judged(requirement.text, finding)


def _ended(evidence: Evidence) -> bool:
    return not (evidence.error or evidence.deadlock or evidence.endless)


def _guarded(requirement: Requirement, evidence: Evidence) -> Finding | None:
    try:
        return requirement.judge(evidence)
    except Exception as error:
        # A result of a shape nobody thought of must not show our traceback to a learner.
        did = f"You returned {shown(evidence.result)}; comparing it gave `{error}`."
        return missed(did, "A result as the docstring says.", "wrong-type")
