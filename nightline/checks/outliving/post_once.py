"""`post_once`: one mail for a job, also when its message comes twice at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.outliving import SET
from nightline.checks.outliving import twice_mistakes as twice_mistakes
from nightline.checks.outliving.office import office, plan, prepare, was_a_plan
from nightline.checks.views.reading import uses
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

# Real seconds the first worker stands still for the second one: in a transaction, which may make the
# second one wait, and elsewhere, where only something of this process can.
PATIENCE_INSIDE, PATIENCE = 0.15, 2.0
MOST_POINTS = 15
AWAY = "the mail server is away"
POSTING = "while it posted the mail"


@dataclass
class Round:
    """One delivery, or two together.

    Attributes:
        point: when the second delivery came, in words.
        states: the state of the job at each mail, as the worker sees it.
        stuck: whether the second worker stood still for something that is no transaction.
    """

    point: str = ""
    results: list[Any] = field(default_factory=list)
    mails: list[tuple[Any, ...]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    error: str = ""
    stuck: bool = False
    state: str = ""


@dataclass
class Seen:
    """What all scenes showed, and what the mail should say."""

    wanted: tuple[str, str] = ("", "")
    alone: Round = field(default_factory=Round)
    again: Round = field(default_factory=Round)
    elsewhere: list[Round] = field(default_factory=list)
    reset: Round = field(default_factory=Round)
    unknown: Round = field(default_factory=Round)
    failed: Round = field(default_factory=Round)
    after: Round = field(default_factory=Round)
    together: list[Round] = field(default_factory=list)
    is_plan: bool = False


class Workers:
    """Two workers that call the answer: the first in the trial's thread, the second when told."""

    def __init__(self, answer: Any, stage: Stage) -> None:
        self.answer, self.round = answer, Round()
        self.away = False
        self.job = 0
        self.at_post: Callable[[], None] | None = None
        stage.lend(post=self.post)

    def post(self, address: Any, subject: Any) -> None:
        from minisite.work.models import Job

        if self.away:
            raise ConnectionError(AWAY)
        self.round.mails.append((address, subject))
        self.round.states.append(str(Job.objects.values_list("state", flat=True).get(pk=self.job)))
        if self.at_post is not None:
            now, self.at_post = self.at_post, None
            now()

    def deliver(self, job: int) -> Round:
        """One delivery, to the first worker."""
        self.round = Round()
        self._call(job)
        return self.round

    def _call(self, job: int) -> None:
        try:
            self.round.results.append(self.answer(job))
        except ConnectionError as error:
            if str(error) != AWAY:
                raise
            self.round.error = AWAY

    def deliver_twice(self, job: int, point: int) -> Round | None:
        """Two deliveries. The second comes before query `point` of the first; 0: while it posts.

        Returns:
            None if the first worker did not come to that point.
        """
        from django.db import connection, connections

        now = self.round = Round(POSTING if not point else f"before its query {point}")
        asked = 0
        second: threading.Thread | None = None
        problems: list[BaseException] = []

        def other() -> None:
            try:
                self._call(job)
            except BaseException as problem:
                problems.append(problem)
            finally:
                connections.close_all()

        def come() -> None:
            nonlocal second
            second = threading.Thread(target=other, daemon=True)
            second.start()
            inside = connection.in_atomic_block
            second.join(PATIENCE_INSIDE if inside else PATIENCE)
            now.stuck = second.is_alive() and not inside

        def counted(execute: Any, *args: Any) -> Any:
            nonlocal asked
            asked += 1
            if asked == point:
                come()
            return execute(*args)

        self.at_post = None if point else come
        with connection.execute_wrapper(counted):
            self._call(job)
        self.at_post = None
        if second is None:
            return None
        second.join(5)
        if problems:
            raise problems[0]
        return now


def _play(answer: Any, stage: Stage) -> Seen:
    from minisite.booking import desk
    from minisite.work.models import Job, Kind, State

    seen, workers = Seen(), Workers(answer, stage)
    with office() as (ada, train):
        ticket = desk.book(train, None, ada, "Grace")
        seen.wanted = (ada.email, ticket.reference)

        def new(state: Any = State.WAITING) -> int:
            Job.objects.all().delete()
            made = Job.objects.create(kind=Kind.MAILS, subject=ticket.reference, state=state)
            workers.job = int(made.pk)
            return workers.job

        def state_of(job: int) -> str:
            return str(Job.objects.values_list("state", flat=True).get(pk=job))

        job = new()
        seen.alone = workers.deliver(job)
        if any(map(plan, seen.alone.results)):
            seen.is_plan = True
            return seen
        seen.alone.state = state_of(job)
        seen.again = workers.deliver(job)
        # The staff set a job back: the row decides, and not what a worker remembers.
        Job.objects.filter(pk=job).update(state=State.WAITING)
        seen.reset = workers.deliver(job)
        seen.elsewhere = [workers.deliver(new(state)) for state in (State.RUNNING, State.DONE)]
        seen.unknown = _unknown(workers, new() + 1000)
        job, workers.away = new(), True
        seen.failed = workers.deliver(job)
        workers.away = False
        seen.after = workers.deliver(job)
        for point in range(MOST_POINTS):
            both = workers.deliver_twice(new(), point)
            if both is None and point:
                break
            if both is not None:
                seen.together.append(both)
                if len(both.mails) != 1 or both.stuck:
                    break
    return seen


def _unknown(workers: Workers, job: int) -> Round:
    from django.core.exceptions import ObjectDoesNotExist

    try:
        return workers.deliver(job)
    except ObjectDoesNotExist as error:
        workers.round.error = type(error).__name__
        return workers.round


def _posts(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    expected = f"One mail, {shown(seen.wanted)}, and True."
    if seen.is_plan:
        return was_a_plan(expected)
    if not seen.alone.mails:
        return missed("A waiting job came, and no mail was posted.", expected, "no-mail")
    if len(seen.alone.mails) > 1:
        did = f"One delivery, {count(len(seen.alone.mails), 'mail')}."
        return missed(did, expected, "two-in-one-delivery")
    if seen.alone.mails[0] != seen.wanted:
        return missed(f"You posted {shown(seen.alone.mails[0])}.", expected, "another-mail")
    if seen.alone.results != [True]:
        key = "nothing-returned" if seen.alone.results == [None] else "not-true-or-false-of-work"
        return missed(f"You returned {shown(seen.alone.results[0])}.", expected, key)
    return met("One delivery, one mail.")


def _again(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan or not seen.alone.mails:
        return None
    expected = "No mail, and False."
    if seen.again.mails:
        did = (
            f"The job was {shown(seen.alone.state)}, its message came again, and you posted again."
        )
        key = "taken-without-looking" if seen.alone.state == "done" else "job-not-done"
        return missed(did, expected, key)
    for other, state in zip(seen.elsewhere, ("running", "done"), strict=True):
        if other.mails:
            did = f"Another process had this job: its state was `{state}`. You posted all the same."
            key = "remembered-in-the-process" if _remembers(seen) else "state-not-asked"
            return missed(did, expected, key)
    if seen.alone.state != "done":
        did = f"After its mail, the job's state is `{seen.alone.state}`."
        return missed(did, "`done`.", "job-not-done")
    if not seen.reset.mails:
        did = "The staff set the job back to `waiting`, and no mail was posted."
        return missed(did, "One mail: the row says what is to do.", "remembered-in-the-process")
    if seen.again.results != [False]:
        key = "nothing-returned" if seen.again.results == [None] else "not-true-or-false-of-work"
        said = shown(seen.again.results[0]) if seen.again.results else "an error"
        return missed(f"The second time you returned {said}.", expected, key)
    if seen.unknown.results != [False]:
        said = f"`{seen.unknown.error}`" if seen.unknown.error else shown(seen.unknown.results[0])
        did = f"For a number that no job has, the outcome was {said}."
        return missed(did, "False.", "unknown-job")
    return met("A second delivery posts nothing.")


def _remembers(seen: Seen) -> bool:
    return not seen.reset.mails


def _fails(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan or not seen.alone.mails:
        return None
    expected = "ConnectionError comes out, and the next delivery posts the mail."
    if not seen.failed.error:
        did = f"The mail server was away, and you returned {shown(seen.failed.results[0])}."
        return missed(did, expected, "failed-mail-hidden")
    if not seen.after.mails:
        did = "After a failure the message came again, and no mail was posted."
        return missed(did, expected, "job-not-given-back")
    return met("After a failure the next delivery posts the mail.")


def _together(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan or not seen.alone.mails:
        return None
    for both in seen.together:
        expected = "One mail, one True and one False."
        did = f"The second delivery came to another worker {both.point} of the first."
        did = did.replace(f"{POSTING} of the first", "while the first one posted the mail")
        if len(both.mails) > 1:
            did = f"{did} {count(len(both.mails), 'mail')}."
            locked = uses(evidence, "Lock", "RLock")
            return missed(did, expected, "lock-of-one-process" if locked else "looked-then-took")
        if both.stuck:
            did = f"{did} There it stood still, and no transaction was open."
            return missed(did, expected, "lock-of-one-process")
        if not both.mails:
            return missed(f"{did} No mail at all.", expected, "both-stepped-back")
        if sorted(map(str, both.results)) != ["False", "True"]:
            did = f"{did} The results were {shown(both.results)}."
            return missed(did, expected, "not-true-or-false-of-work")
    return met(f"Two deliveries together, at {count(len(seen.together), 'moment')}: one mail each.")


def _running(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.is_plan or not seen.alone.states:
        return None
    state = seen.alone.states[0]
    if state != "running":
        did = f"While the mail was on its way, the job said `{state}`."
        key = "done-too-early" if state == "done" else "looked-then-took"
        return missed(did, "`running`.", key)
    return met("While the mail is on its way, the job says `running`.")


POST_ONCE = Task(
    name="post_once",
    set=SET,
    level="core",
    minutes=12,
    trials=(Trial("one message, several deliveries", _play, prepare=prepare, limit=20.0),),
    requirements=(
        Requirement("Posts the mail of a waiting job", _posts),
        Requirement("A second delivery posts nothing", _again),
        Requirement("Two deliveries together post one mail", _together),
        Requirement("The job says what is happening", _running),
        Requirement("A failure can be tried again", _fails),
    ),
    hints=(
        "Write down when each of two workers reads the state, and when it writes it. Where can the second one "
        "come between?",
        "Look and write in one query: `filter(…).update(…)` changes only rows that fit, and returns how many.",
        "Who changed one row from waiting to running has the job; who changed none returns False.",
        "Around the mail, `try`. In the `except`, set the state back to waiting and `raise`. After it, set it "
        "to done.",
    ),
    why=(
        "The `UPDATE` looks and takes in one step, so the database lets one worker win. Whoever fails gives "
        "the job back, so that a later delivery can try again."
    ),
    reflect="Before you go on, say what happens to a job whose worker is killed while it posts.",
)
