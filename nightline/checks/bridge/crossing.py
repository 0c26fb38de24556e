"""What the tasks of set 15 share: who may ask the database, and where."""

from __future__ import annotations

import ast
import asyncio
import re

from nightline.checks.bridge import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.reading import calls_of

HAND_OVER = "Hand over the function"
ONE_THREAD = "One thread for a request"
register(
    Diagnosis(
        "called-not-handed-over",
        "a call where the function is needed",
        "Python evaluates an argument before it makes the call. So the function ran right here, in the "
        "loop's thread. For the bridge only its result is left, and a result cannot be called.",
        "In the brackets of the bridge, is that a function or what a function returned?",
        "15",
        HAND_OVER,
        misconceptions=(70,),
    ),
    Diagnosis(
        "rows-read-outside",
        "rows read outside of the hop",
        "A queryset or a generator does nothing until somebody reads from it. To make one asks nothing, in "
        "a hop or not. Who reads from it asks, and here that was in the loop's thread.",
        "Which line wants the first row? That work belongs into the function that hops.",
        "15",
        HAND_OVER,
        misconceptions=(71,),
    ),
    Diagnosis(
        "asked-without-a-hop",
        "the database asked in the loop's thread",
        "A database call keeps its thread until the answer is there. In the thread of the event loop "
        "that would stop every visitor, so Django refuses it.",
        "Which call takes a plain function into another thread?",
        "15",
        "One hop",
    ),
    Diagnosis(
        "refusal-caught",
        "a refusal that your code caught",
        "Django raised `SynchronousOnlyOperation`, and an `except` of yours hid it. The call was still in the "
        "wrong place, and with a wider `except` other errors go the same way.",
        "Take the `except` away and read the error. Which line does it name?",
        "15",
        "A call that Django refuses",
    ),
    Diagnosis(
        "task-as-value",
        "a task where its result belongs",
        "A task or a future stands in your answer. It is the work, not what the work gave.",
        "How do you get the result out of a task, once it is done?",
        "03",
    ),
    Diagnosis(
        "function-as-value",
        "a function where its result belongs",
        "Your answer holds something that can still be called, so nobody called it. What crosses the bridge "
        "is what the function you handed over returns.",
        "Print the `type` of this entry. Which brackets are missing, and in which thread must they be?",
        "15",
        HAND_OVER,
    ),
    Diagnosis(
        "hop-without-arguments",
        "a hop without the arguments",
        "A hop has two pairs of brackets. The function stands in the first, its arguments in the second. "
        "Yours was called without one that it needs.",
        "Which of its names stands in the second brackets?",
        "15",
        "One hop",
    ),
    Diagnosis(
        "sensitive-in-wrong-brackets",
        "thread_sensitive in the wrong place",
        "`thread_sensitive` belongs to the bridge, not to the function behind it, and it is always given by "
        "its name. What stands in the second brackets goes to the function itself.",
        "Compare your call with the table in the lesson: in which brackets is it, and how is it spelt?",
        "15",
        ONE_THREAD,
    ),
    Diagnosis(
        "refusal-turned-off",
        "Django's refusal turned off",
        "`DJANGO_ALLOW_ASYNC_UNSAFE` only makes Django silent. The call still keeps the loop's thread, "
        "and every visitor waits for it.",
        "Take this setting out, and read the error again. Which call does it name?",
        "15",
        "A call that Django refuses",
    ),
    Diagnosis(
        "database-off-its-thread",
        "a database call in some other thread",
        "The connection of a request belongs to the request's thread. In another thread a new one is "
        "opened, and at the end of the request nobody comes to close it.",
        "Which call or word of yours chose this thread? Which row of the lesson's table is for the "
        "database?",
        "15",
        ONE_THREAD,
        misconceptions=(75,),
    ),
    Diagnosis(
        "bridge-not-called",
        "a bridge that nobody called",
        "`sync_to_async(f)` is a new function, no more. There is nothing to await until you call it.",
        "What stands behind `sync_to_async(…)` in the lesson, even if `f` takes no argument?",
        "15",
        HAND_OVER,
    ),
    Diagnosis(
        "bridge-got-a-coroutine-function",
        "a coroutine function handed to a thread",
        "The thread would call it and get a plan, and no loop runs there. So `sync_to_async` takes "
        "plain functions only.",
        "If you wrote this function yourself, does it wait for anything? If somebody else did, how do you "
        "wait for a coroutine without a bridge?",
        "15",
        "When it goes wrong",
    ),
    Diagnosis(
        "cursor-of-another-thread",
        "a cursor used in another thread than its own",
        "Each thread has a connection of its own, and a cursor works only in the thread of its connection. "
        "Yours was looked up or made in one thread, and used in another.",
        "Write one plain function that makes the cursor, uses it, and returns the rows.",
        "15",
        "When it goes wrong",
        misconceptions=(72,),
    ),
)
know_error("object SyncToAsync can't be used in 'await'", "bridge-not-called", sets=SET)
know_error("'SyncToAsync' object", "bridge-not-called", sets=SET)
know_error(
    "An asyncio.Future, a coroutine or an awaitable",
    "bridge-not-called",
    sets=SET,
    cell="sync_to_async",
)
know_error("keyword argument 'thread_", "sensitive-in-wrong-brackets", sets=SET)
know_error("sync_to_async() got an unexpected", "sensitive-in-wrong-brackets", sets=SET)
know_error("sync_to_async() takes", "sensitive-in-wrong-brackets", sets=SET)
know_error("print_out() takes 1 positional argument", "sensitive-in-wrong-brackets", sets=SET)
know_error("required positional argument", "hop-without-arguments", sets=SET, line="sync_to_async(")
for lent in ("load", "print_out", "note", "sold_on"):
    know_error(f"{lent}() missing", "hop-without-arguments", sets=SET)
know_error("object is not callable", "called-not-handed-over", sets=SET, cell="to_thread(")
know_error("object is not callable", "called-not-handed-over", sets=SET, line="sync_to_async(")
know_error("sync_to_async can only be applied to sync", "bridge-got-a-coroutine-function", sets=SET)
know_error("objects created in a thread can only be used", "cursor-of-another-thread", sets=SET)


def _off_the_loop(evidence: Evidence) -> Finding:
    seen = evidence.result
    expected = "The database is asked in another thread than the loop's."
    if seen.unsafe:
        did = "You set `DJANGO_ALLOW_ASYNC_UNSAFE`, and Django no longer looks where it is called."
        return missed(did, expected, "refusal-turned-off")
    if seen.refused is None and seen.caught:
        did = f"Django refused {count(seen.caught, 'database call')} in the loop's thread, and you caught "
        return missed(did + "the error.", expected, "refusal-caught")
    if seen.refused is None:
        return met("Django refused nothing.")
    did = f"At {seen.refused}, Django refused a database call: `SynchronousOnlyOperation`."
    if seen.not_plain:
        did = f"At {seen.refused}, `sync_to_async` refused what it got: it is no plain function."
        expected = "A plain function in its brackets."
    if _called_in_bridge(evidence.source, seen.through):
        return missed(did, expected, "called-not-handed-over")
    if seen.not_plain:
        return missed(did, expected, "bridge-got-a-coroutine-function")
    lazy = seen.lazy or (seen.hops and _uses_map(evidence.source))
    return missed(did, expected, "rows-read-outside" if lazy else "asked-without-a-hop")


def _uses_map(source: str) -> bool:
    """Whether the answer makes a `map` or a `filter`, which calls its function when it is read."""
    return bool(re.search(r"(?<![\w.])(?:map|filter)\b", source))


def value_finding(name: str, value: object, expected: str) -> Finding | None:
    """A missed finding if an entry of the answer is no value yet: a task, or a function."""
    did = f"`{name}` is of type `{type(value).__name__}`."
    if isinstance(value, asyncio.Future):
        return missed(did, expected, "task-as-value")
    return missed(did, expected, "function-as-value") if callable(value) else None


def _called_in_bridge(source: str, lines: frozenset[int]) -> bool:
    """Whether one of these lines calls something right inside the brackets of a bridge."""
    inner = [call.args[0] for call in calls_of(source, *BRIDGES) if call.args]
    return any(
        isinstance(call, ast.Call)
        and not lines.isdisjoint(range(call.lineno, (call.end_lineno or call.lineno) + 1))
        for call in inner
    )


BRIDGES = {"sync_to_async", "to_thread"}


def _in_its_thread(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    elsewhere = [name for name in seen.connected if name != seen.own]
    if elsewhere:
        opened = count(len(elsewhere), "database connection")
        did = f"{opened} {'was' if len(elsewhere) == 1 else 'were'} opened outside of the request's thread."
        did += f" {seen.left_open} stayed open." if seen.left_open else ""
        expected = "All database calls in the one thread of the request."
        return missed(did, expected, "database-off-its-thread")
    return met("The database was asked in the thread of the request.")


OFF_THE_LOOP = Requirement("The loop's thread asks the database nothing", _off_the_loop)
IN_ITS_THREAD = Requirement("Database calls run in the request's thread", _in_its_thread)
