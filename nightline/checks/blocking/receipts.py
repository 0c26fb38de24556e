"""`receipts`: a value of its own for each task, and it must reach the threads of a pool."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from nightline.checks.blocking import SET
from nightline.checks.blocking.hall import Hall
from nightline.checks.blocking.pools import Threads
from nightline.checks.blocking.requirements import (
    ERROR,
    FAILS,
    LEFT_OPEN,
    OTHERS_GO_ON,
    all_done,
    error_passes,
    off_the_line,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, compare, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "context-lost",
        "a value that stayed behind",
        "`run_in_executor` calls the function with the values of the other thread. Your "
        "`traveller` was set here, and nobody took it along.",
        "Which function copies all context variables? Which method of the copy calls a function?",
        "07",
        "Context variables",
        misconceptions=(39,),
    ),
    Diagnosis(
        "copied-too-early",
        "a copy from before",
        "The thread saw the value that `traveller` had before you set it. A copy keeps the values of "
        "the moment in which it is made.",
        "Which comes first in your code, setting the value or making the copy?",
        "07",
        "Context variables",
    ),
    Diagnosis(
        "name-in-place-of-value",
        "a name bound, and no value set",
        "`traveller = …` makes a new name in your function. The context variable keeps its value: "
        "only its method `set` changes it.",
        "How does the lesson give `traveller` the value Ada?",
        "07",
        "Context variables",
    ),
    Diagnosis(
        "other-values-lost",
        "the caller's other values lost",
        "A context holds the values of all variables, not of one. Your thread did not get the "
        "caller's, so the variable `language` had no value there.",
        "From which context does a copy take its values? Which one did your call run in?",
        "07",
        "Context variables",
        misconceptions=(39,),
    ),
    Diagnosis(
        "receipts-on-the-line",
        "receipts written in the loop's thread",
        "`write_receipt` ran in the thread of the event loop, and nobody else had a turn. "
        "`context.run` calls its function here and now, in the thread that you are in.",
        "Which method of the loop takes a pool? What must it call, so that the values travel?",
        "07",
        "Context variables",
        misconceptions=(4,),
    ),
    Diagnosis(
        "receipts-in-another-order",
        "receipts in another order than the names",
        "Every receipt is there, but not in the order of `names`.",
        "Which way of waiting keeps the order of the calls?",
        "07",
        "A pool with a limit",
        misconceptions=(20,),
    ),
    Diagnosis(
        "one-value-for-all",
        "the same traveller on several receipts",
        "All your calls looked at the variable later, when it had one value for all. A copy keeps "
        "the value of the moment in which it is made.",
        "When is `traveller` set, and when is it copied? What happens between the two?",
        "07",
        "Context variables",
    ),
    Diagnosis(
        "one-context-for-all",
        "one context for several calls",
        "A context can run one call at a time. You gave the same one to several threads.",
        "How many copies do you make? How many calls are open at once?",
        "07",
        "Context variables",
    ),
    Diagnosis(
        "left-the-callers-value",
        "a value changed that belongs to the caller",
        "You set `traveller` in the caller's own context, and after your function it still has "
        "that value. A task, or a copy, has a context of its own.",
        "Where could you set the value so that only one receipt sees it?",
        "07",
        "Context variables",
    ),
    Diagnosis(
        "not-the-given-pool",
        "threads of another pool",
        "The caller gave you a pool, and other threads wrote the receipts. `to_thread` takes the "
        "values along, but it has no place for a pool.",
        "Which method of the loop takes a pool? What must you add, so that the values travel?",
        "07",
        "Context variables",
    ),
    Diagnosis(
        "clerk-idle",
        "a thread without work",
        "Your next receipt was begun only after another wait, so a thread stood still while names "
        "were waiting.",
        "Which of the two waits: starting the work, or awaiting it?",
        "07",
        "A pool with a limit",
        misconceptions=(1, 10),
    ),
)
register(
    Diagnosis(
        "name-as-argument",
        "an argument that the function does not take",
        "`write_receipt` takes no argument. It asks the context variable `traveller` for the name.",
        "Where must the name stand before the call, so that `traveller.get()` finds it?",
        "07",
        "Context variables",
    ),
)
know_error("write_receipt() takes 0", "name-as-argument", sets=SET)
know_error("cannot enter context", "one-context-for-all", sets=SET)

NAMES = {
    "five travellers": ["Grace", "Emmy", "Sofia", "Katherine", "Hedy"],
    "three threads": ["Mary", "Lise", "Rosalind", "Mary"],
    FAILS: ["Chien-Shiung"],
}
CALLER = "the conductor"
NOBODY = "nobody"
WORKERS = {"three threads": 3}
TWO = 2


def _trial(name: str) -> Trial:
    async def run(answer: Any, stage: Stage) -> Hall:
        traveller: ContextVar[str] = ContextVar("traveller", default=NOBODY)
        language: ContextVar[str] = ContextVar("language", default="")
        workers, names = WORKERS.get(name, TWO), NAMES[name]
        with Hall(stage, len(names), workers) as hall:

            def write_receipt() -> str:
                who = traveller.get()
                hall.enter(who)
                if not language.get():
                    hall.lost += 1
                if name == FAILS:
                    hall.fail(OSError(ERROR))
                return f"receipt for {who}"

            write_receipt.__qualname__ = "write_receipt"
            stage.lend(traveller=traveller, write_receipt=write_receipt)
            pool = Threads(hall, workers).give()
            token, spoken = traveller.set(CALLER), language.set("en")
            try:
                await hall.watch(answer(list(names), pool))
                hall.after = traveller.get()
            finally:
                traveller.reset(token)
                language.reset(spoken)
            return hall

    return Trial(name, run)


def _own_names(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    wanted = [f"receipt for {name}" for name in NAMES[evidence.trial]]
    got = hall.returned
    if evidence.trial == FAILS:
        return met("The printer failed.")
    if isinstance(got, list) and got != wanted:
        expected = f"{shown(wanted)}."
        strange = [
            text for text in got if text in (f"receipt for {NOBODY}", f"receipt for {CALLER}")
        ]
        if strange:
            did = f"{count(len(strange), 'receipt')} of {len(got)} said {shown(strange[0])}."
            key = "copied-too-early" if CALLER in strange[0] else "context-lost"
            if re.search(r"\btraveller\s*=(?!=)", evidence.source):
                key = "name-in-place-of-value"
            return missed(did, expected, key)
        if sorted(map(str, got)) == sorted(wanted):
            did = f"You returned {shown(got)}."
            return missed(did, expected, "receipts-in-another-order")
        if len(set(map(str, got))) < len(got) == len(wanted):
            did = f"You returned {shown(got)}."
            key = "late-lambda" if "lambda" in evidence.source else "one-value-for-all"
            return missed(did, expected, key)
    return compare(replace(evidence, result=got), wanted)


def _in_the_pool(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    if elsewhere := hall.places("thread"):
        did = f"{count(len(elsewhere), 'receipt')} of {len(hall.work)} came from another pool."
        return missed(did, "All of them from the given pool.", "not-the-given-pool")
    return met("All receipts came from the given pool.")


def _all_clerks(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    workers = WORKERS.get(evidence.trial, TWO)
    wanted = min(workers, len(NAMES[evidence.trial]))
    if hall.most < wanted:
        did = f"Never more than {hall.most} of {workers} threads had a receipt."
        return missed(did, f"{wanted} at once.", "clerk-idle")
    if hall.idle:
        did = f"{hall.idle} of {workers} threads stood still while names were waiting."
        return missed(did, "All threads busy, as long as names wait.", "clerk-idle")
    return met(f"{hall.most} of {workers} threads at once.")


def _other_values(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    if hall.lost:
        did = f"In {hall.lost} of {len(hall.work)} calls the variable `language` had no value."
        return missed(did, "`'en'`, as at your caller.", "other-values-lost")
    return met("The caller's other values arrived.")


def _caller_keeps(evidence: Evidence) -> Finding:
    after = evidence.result.after
    if after != CALLER:
        did = f"Before your function `traveller` was `{CALLER!r}`, afterwards `{after!r}`."
        return missed(did, f"`{CALLER!r}`, as before.", "left-the-callers-value")
    return met("The caller's own value stayed as it was.")


RECEIPTS = Task(
    name="receipts",
    set=SET,
    level="stretch",
    minutes=15,
    trials=tuple(_trial(name) for name in NAMES),
    requirements=(
        all_done("receipt", "receipts", lambda evidence: NAMES[evidence.trial]),
        off_the_line("receipt", "receipts", "receipts-on-the-line", "a thread of the pool"),
        OTHERS_GO_ON,
        Requirement("The receipts come from the given pool", _in_the_pool),
        Requirement("Each receipt has its own traveller", _own_names),
        Requirement("The caller's other values arrive as well", _other_values),
        Requirement("The caller's value stays as it was", _caller_keeps),
        LEFT_OPEN,
        Requirement("All threads of the pool are used", _all_clerks),
        error_passes("`write_receipt`"),
    ),
    hints=(
        "A task has its own copy of all context variables. What does that mean for a value that "
        "you set inside a task?",
        "Write an inner `async def` for one receipt: it sets `traveller`, then gives the work to the "
        "pool. Run one of them for each name, together.",
        "`run_in_executor` leaves the values behind. Make a copy with `contextvars.copy_context()` "
        "after you have set the value.",
        "In the inner function: `traveller.set(name)`, `context = contextvars.copy_context()`, then "
        "`return await loop.run_in_executor(pool, context.run, write_receipt)`.",
    ),
    why=(
        "`gather` makes a task of each inner coroutine, and each task has its own context. So the "
        "value set there is seen by nobody else. The copy carries it into the thread, where "
        "`context.run` calls the function with it."
    ),
    reflect="Before you go on, say why each call needs a copy of its own.",
)
