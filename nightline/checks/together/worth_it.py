"""`worth_it`: who reaches an await that really waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from nightline.checks.together import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    compare,
    count,
    met,
    missed,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "not-true-or-false",
        "another value than True or False",
        "The caller writes `if answers[name]:`. A text such as `'no'` counts as true there.",
        "Which comparison gives True or False?",
    ),
    Diagnosis(
        "jobs-missing",
        "not an answer for every job",
        "The dict must have one entry for each job that was given.",
        "Does your `return` line stand behind the loop, or inside it?",
    ),
    Diagnosis(
        "answers-reversed",
        "every answer the other way round",
        "Your experiment tells the two kinds apart. Only the meaning of its outcome is reversed.",
        "If your witness had its turn first, did the job let others run?",
    ),
    Diagnosis(
        "known-by-name",
        "answers that belong to names",
        "The second time the same jobs came under other names. Your function must run each job "
        "to find out.",
        "What could you observe while a job runs?",
    ),
    Diagnosis(
        "async-means-waiting",
        "every async def called worth it",
        "`async def` only permits a pause. A coroutine that never reaches an await which really "
        "waits keeps the thread from start to end.",
        "Try your function on the two sample jobs of this notebook. Which line of each gives way?",
        "01",
        "Computing gains nothing",
    ),
    Diagnosis(
        "slow-means-waiting",
        "time measured instead of turns",
        "Some jobs take long and keep the thread all the while, and some are short and give way. "
        "So time is no sign.",
        "Which of two coroutines in `gather` begins first? When does the other get its turn?",
        "01",
        "Computing gains nothing",
    ),
    Diagnosis(
        "await-means-waiting",
        "every await called a pause",
        "An `await` whose result is ready does not stop. The job goes on at once, and nobody "
        "else gets a turn.",
        "Which of the jobs awaits something that is ready already?",
        "01",
        "Where the railway stops being true",
    ),
)


def _jobs() -> list[tuple[str, Callable[[], Any], bool]]:
    """The jobs with a name and whether they let others run. All are called `job` in reports."""

    async def ready() -> int:
        return 7

    jobs: list[tuple[str, Callable[[], Any], bool]] = []

    async def job() -> None:
        await asyncio.sleep(0.2)

    jobs.append(("ask a carrier", job, True))

    async def job() -> int:  # type: ignore[no-redef]
        return sum(number * number for number in range(2000))

    jobs.append(("add up numbers", job, False))

    async def job() -> None:  # type: ignore[no-redef]
        time.sleep(0.3)  # noqa: ASYNC251 - the job that shows what a standing train looks like

    jobs.append(("sleep on the track", job, False))

    async def job() -> int:  # type: ignore[no-redef]
        return await ready()

    jobs.append(("await what is ready", job, False))

    async def job() -> None:  # type: ignore[no-redef]
        await ready()
        await asyncio.sleep(0)

    jobs.append(("give way once", job, True))
    return jobs


JOBS = _jobs()
# The same jobs in another order and under other names.
RENAMED = [(f"job {number}", job, worth) for number, (_, job, worth) in enumerate(JOBS[::-1], 1)]


async def _five_jobs(answer: Any, stage: Stage) -> Any:
    stage.expect_blocking()
    return await answer({name: job for name, job, _ in JOBS})


async def _renamed_jobs(answer: Any, stage: Stage) -> Any:
    stage.expect_blocking()
    return await answer({name: job for name, job, _ in RENAMED})


def _says_which(evidence: Evidence) -> Finding:
    jobs = JOBS if evidence.trial == "five jobs" else RENAMED
    wanted, got = {name: worth for name, _, worth in jobs}, evidence.result
    if type(got) is not dict:
        return compare(evidence, wanted)
    if got == {name: worth for name, _, worth in JOBS} != wanted:
        return missed("You answered with other names.", "The given names.", "known-by-name")
    if got.keys() != wanted.keys():
        did = f"You answered for {count(len(got), 'job')}."
        return missed(did, f"One answer for each of {len(wanted)} jobs.", "jobs-missing")
    strange = next((value for value in got.values() if not isinstance(value, bool)), None)
    if strange is not None or None in got.values():
        did = f"One of your answers is {shown(strange)}."
        return missed(did, "True or False for each job.", "not-true-or-false")
    wrong = [name for name in wanted if got[name] != wanted[name]]
    if not wrong:
        return met(f"You told {len(wanted)} jobs apart.")
    said = ", ".join(f"`{name}`: {got[name]}" for name in wrong)
    expected = ", ".join(f"`{name}`: {wanted[name]}" for name in wrong) + "."
    by_job = {job: got[name] for name, job, _ in jobs}
    return missed(f"You said {said}.", expected, _mistake([by_job[job] for _, job, _ in JOBS]))


def _mistake(said: list[bool]) -> str:
    """Which belief explains these answers, given in the order of `JOBS`."""
    if all(said):
        return "async-means-waiting"
    if said == [not worth for _, _, worth in JOBS]:
        return "answers-reversed"
    _, _, sleeps, ready, gives = said
    if sleeps or not gives:
        return "slow-means-waiting"
    return "await-means-waiting" if ready else "wrong-result"


WORTH_IT = Task(
    name="worth_it",
    set=SET,
    level="stretch",
    minutes=15,
    trials=(Trial("five jobs", _five_jobs), Trial("other names", _renamed_jobs)),
    requirements=(Requirement("Says for each job whether it lets others run", _says_which),),
    hints=(
        "How would you notice, from outside, that a job gave the thread away for a moment?",
        "Run each job together with a second coroutine of your own, which only writes down "
        "that it had its turn.",
        "Give `gather` the job first and your witness second. Whoever appends to a list first "
        "tells you the answer.",
    ),
    why=(
        "`gather` starts its coroutines in order. The witness gets its turn before the job is "
        "done only if the job reached an await that really waits. Time is no sign: blocking "
        "code takes long as well."
    ),
    reflect="Before you go on, say which of the five jobs would gain from a second thread.",
)
