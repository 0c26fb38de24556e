"""The deliveries that judge `post_once`: one, several in a row, and two together."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from nightline import database
from nightline.checks.outliving.office import office, plan
from nightline.judging.stage import Stage

# Real seconds the first worker stands still for the second one: in a transaction, which may make the
# second one wait, and elsewhere, where only something of this process can.
PATIENCE_INSIDE, PATIENCE = 0.15, 2.0
MOST_POINTS = 15
# Tries in one delivery, after which an answer that never stops is stopped.
MOST_TRIES = 50
AWAY = "the mail server is away"
POSTING = "while it posted the mail"


@dataclass
class Round:
    """One delivery, or two together.

    Attributes:
        point: when the second delivery came, in words.
        states: the state of the job at each mail, as the worker sees it, and as all others do.
        state: the state of the job afterwards.
        others: what became of a job that the message was not about, before and after.
        tries: how often the mail server was asked while it was away.
        stuck: whether the second worker stood still for something that is no transaction.
    """

    point: str = ""
    results: list[Any] = field(default_factory=list)
    mails: list[tuple[Any, ...]] = field(default_factory=list)
    states: list[tuple[str, str]] = field(default_factory=list)
    error: str = ""
    stuck: bool = False
    state: str = ""
    others: tuple[str, str] | None = None
    tries: int = 0


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


class Enough(BaseException):
    """The answer would try for ever."""


class Workers:
    """Two workers that call the answer: the first in the trial's thread, the second when told."""

    def __init__(self, answer: Any, stage: Stage) -> None:
        self.answer, self.round = answer, Round()
        self.away = False
        self.job = 0
        self.others: dict[int, str] = {}
        self.at_post: Callable[[], None] | None = None

        def post(address: Any, subject: Any) -> None:
            self._post(address, subject)

        post.__qualname__ = "post"  # errors tell it
        stage.lend(post=post)

    def _post(self, address: Any, subject: Any) -> None:
        if self.away:
            self.round.tries += 1
            raise Enough if self.round.tries > MOST_TRIES else ConnectionError(AWAY)
        self.round.mails.append((address, subject))
        outside = seen_outside(self.job)
        inside = outside if outside == "running" else self._states([self.job])[self.job]
        self.round.states.append((inside, outside))
        if self.at_post is not None:
            now, self.at_post = self.at_post, None
            now()

    def _states(self, jobs: Any) -> dict[int, str]:
        from minisite.work.models import Job

        return {
            key: str(state)
            for key, state in Job.objects.filter(pk__in=jobs).values_list("pk", "state")
        }

    def deliver(self, job: int) -> Round:
        """One delivery, to the first worker."""
        now = self.round = Round()
        self._call(job)
        after = self._states([self.job, *self.others])
        now.state = after[self.job]
        changed = [key for key, state in self.others.items() if after[key] != state]
        if changed:
            now.others = self.others[changed[0]], after[changed[0]]
        return now

    def _call(self, job: int) -> None:
        try:
            self.round.results.append(self.answer(job))
        except Enough:
            self.round.error = AWAY
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


def seen_outside(job: int) -> str:
    """The state of a job as other connections see it."""
    with closing(sqlite3.connect(database.setup(), timeout=10)) as other:
        (state,) = other.execute("SELECT state FROM work_job WHERE id = ?", (job,)).fetchone()
    return str(state)


def play(answer: Any, stage: Stage) -> Seen:
    """All scenes, in one database."""
    from django.contrib.auth.models import User

    from minisite.booking import desk
    from minisite.work.models import Job, Kind, State

    seen, workers = Seen(), Workers(answer, stage)
    stage.expect_blocking()  # it is plain code, for a worker
    with office() as (ada, train):
        grace = User.objects.create(username="grace", email="grace@post.example")
        ticket, other = (desk.book(train, None, who, "Grace") for who in (grace, ada))
        seen.wanted = (grace.email, ticket.reference)

        def new(state: Any = State.WAITING) -> int:
            """The job, and others around it that the message is not about."""
            Job.objects.all().delete()
            job, *others = Job.objects.bulk_create(
                Job(kind=kind, subject=subject, state=in_state)
                for kind, subject, in_state in (
                    (Kind.MAILS, ticket.reference, state),
                    (Kind.TICKET, ticket.reference, State.DONE),
                    (Kind.TICKET, other.reference, State.RUNNING),
                    (Kind.MAILS, other.reference, State.WAITING),
                )
            )
            workers.job = job.pk
            workers.others = {each.pk: str(each.state) for each in others}
            return workers.job

        job = new()
        seen.alone = workers.deliver(job)
        if any(map(plan, seen.alone.results)):
            seen.is_plan = True
            return seen
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
