"""What the tasks of set 21 share: a queue that keeps what is sent, tickets, and a look from outside."""

from __future__ import annotations

import contextlib
import inspect
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from nightline import database
from nightline.checks.outliving import SET
from nightline.judging.database import restored
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, missed
from nightline.judging.station import prepare as prepare

CARRIES = "What a message carries"
COMMIT = "Not before the commit"
TWICE = "It comes twice"
TRAIN = "KE 229"
# Real seconds that a thread of the answer stands still, to show whether the answer waits for it.
PATIENCE = 0.3

register(
    Diagnosis(
        "no-json",
        "an object that cannot travel",
        "A message is a text, JSON. A row of the database or a moment in time is a Python object of this "
        "process, and the worker is another one.",
        "Which arguments does the docstring of `print_ticket` want? Print `type()` of each that you send.",
        "21",
        CARRIES,
        misconceptions=(112,),
    ),
    Diagnosis(
        "a-method-of-celery",
        "the other system's method",
        "`print_ticket` is a task of Django. `delay` and `apply_async` are methods of Celery's tasks.",
        "Which method of a Django task sends a message?",
        "21",
        "Three ways to do it later",
    ),
    Diagnosis(
        "done-in-the-page",
        "work done in the page",
        "You called the work itself. So the page does it, and its visitor waits. No message left.",
        "Which method of the task only sends a message?",
        "21",
        "Three ways to do it later",
    ),
    Diagnosis(
        "plan-of-a-message",
        "the plan of a message",
        "`aenqueue` is a coroutine function: its call makes a plan. In a plain `def` nobody can await it, so no "
        "message leaves.",
        "Which method of the task does the same for plain code?",
        "21",
        "Three ways to do it later",
    ),
    Diagnosis(
        "another-error-out",
        "an error of your own",
        "Your function raised an error that its docstring does not promise. The caller is not prepared for it.",
        "Who raises the error that the docstring names? What happens if you let that one pass?",
    ),
    Diagnosis(
        "plain-function-wanted",
        "a coroutine where plain code calls",
        "This function is called by plain Django code, in a thread. A call of an `async def` function makes "
        "a plan, and nobody there awaits it.",
        "Is there a form of the call that needs no `await`? Then which two words can go?",
        "02",
        "Call is not run",
    ),
)
know_error("Unsupported type:", "no-json", sets=SET)
know_error("is not JSON serializable", "no-json", sets=SET)
for _name in ("delay", "apply_async", "delay_on_commit", "send"):
    know_error(f"'Task' object has no attribute '{_name}'", "a-method-of-celery", sets=SET)
know_error("'Task' object is not callable", "done-in-the-page", sets=SET)


@dataclass(frozen=True)
class Message:
    """What was sent.

    Attributes:
        early: the sale was not committed then, so a worker would not find it.
        late: a thread sent it after the answer had returned.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    early: bool
    late: bool = False

    @property
    def ticket(self) -> Any:
        return self.args[0] if self.args else self.kwargs.get("ticket")

    @property
    def booked(self) -> Any:
        return self.args[1] if len(self.args) > 1 else self.kwargs.get("booked")


class Receipt:
    """What a call of `enqueue` gives."""

    id = "9f2c"
    status = "READY"


class Queue:
    """Stands for the task `print_ticket`: it takes what JSON can say, and keeps it.

    Its name is that of Django's class, since errors tell it: see below.
    """

    def __init__(self) -> None:
        from django.db import connections

        self.sent: list[Message] = []
        self.receipts: list[Receipt] = []
        self.called = 0
        self.refused = ""
        self.func = self.call
        self.returned = threading.Event()
        self._home = threading.get_ident()
        self._connection = connections["default"]  # that of the thread in which the answer works

    def enqueue(self, *args: Any, **kwargs: Any) -> Receipt:
        late = threading.get_ident() != self._home and self.returned.wait(PATIENCE)
        try:
            plain = tuple(as_json(args)), as_json(kwargs)
        except TypeError as error:
            self.refused = f"TypeError: {error}"
            raise
        self.sent.append(Message(*plain, self._connection.in_atomic_block, late))
        self.receipts.append(Receipt())
        return self.receipts[-1]

    async def aenqueue(self, *args: Any, **kwargs: Any) -> Receipt:
        from asgiref.sync import sync_to_async

        return await sync_to_async(self.enqueue)(*args, **kwargs)

    def call(self, *args: Any, **kwargs: Any) -> None:
        self.called += 1

    def using(self, **options: Any) -> Queue:
        return self


Queue.__name__ = "Task"


def as_json(value: Any) -> Any:
    """A value as it comes out at the other end. Raises TypeError, as Django's tasks do."""
    if isinstance(value, dict):
        return {as_json(key): as_json(each) for key, each in value.items()}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [as_json(each) for each in value]
    raise TypeError(f"Unsupported type: {type(value)}")


@contextlib.contextmanager
def office() -> Iterator[Any]:
    """A database to sell from, for the thread of a trial. Gives the traveller and the train."""
    from django.contrib.auth.models import User
    from django.db import connections

    from minisite.trains.models import Departure

    with restored():
        try:
            ada = User.objects.create(username="ada", email="ada@nightline.example")
            yield ada, Departure.objects.filter(train=TRAIN)[0].pk
        finally:
            connections.close_all()


def sold_outside(ticket: Any) -> bool:
    """Whether other connections can see a ticket: whether its sale is committed."""
    with closing(sqlite3.connect(database.setup(), timeout=10)) as other:
        found = other.execute("SELECT 1 FROM booking_booking WHERE id = ?", (ticket.pk,))
        return found.fetchone() is not None


def plan(result: Any) -> bool:
    """Whether an answer gave a coroutine; it is closed then."""
    if inspect.iscoroutine(result):
        result.close()
        return True
    return False


def was_a_plan(evidence: Evidence, expected: str) -> Finding:
    if "async def" in evidence.source or "aenqueue" not in evidence.source:
        return missed("Calling your function made a plan.", expected, "plain-function-wanted")
    did = f"{line_with(evidence, 'aenqueue')} makes the plan of a message. No message left."
    return missed(did, expected, "plan-of-a-message")


def line_with(evidence: Evidence, text: str) -> str:
    """`Line 7` for the first line of the answer's cell that has this text, else `Your function`."""
    for number, line in enumerate(evidence.source.splitlines(), start=1):
        if text in line.partition("#")[0]:
            return f"Line {number}"
    return "Your function"
