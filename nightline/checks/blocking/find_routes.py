"""`find_routes`: computing goes to the processes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from minisite import routes
from nightline.checks.blocking import SET
from nightline.checks.blocking.hall import Hall
from nightline.checks.blocking.pools import Processes
from nightline.checks.blocking.requirements import (
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
from nightline.judging.findings import Finding, Requirement, compare, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "computed-on-the-line",
        "computing in the loop's thread",
        "A search has no `await`, so it kept the loop's thread until it was done. `async def` "
        "around it does not change that.",
        "Which of your arguments has workers with a key of their own? Which method of the loop "
        "takes it?",
        "07",
        "A process for computing",
        misconceptions=(2,),
    ),
    Diagnosis(
        "thread-for-computing",
        "computing in a thread",
        "All threads of a process share one key, so the searches took turns, and the loop waited "
        "for the key as well. A thread helps work that waits.",
        "You were given `pool`. Which method of the loop takes a pool as its first argument?",
        "07",
        "Computing in threads",
        misconceptions=(37,),
    ),
    Diagnosis(
        "another-pool",
        "a pool of your own in place of the given one",
        "The caller made a pool, with as many workers as the machine can bear. A second one "
        "beside it breaks that plan, and costs time to start.",
        "Which of your arguments is a pool? Who uses it?",
        "07",
        "A process for computing",
    ),
    Diagnosis(
        "no-file",
        "a function that a process cannot find",
        "Another process gets only the name of a function, and looks for it in a file. A `lambda`, "
        "or a function of this notebook, stands in no file.",
        "`best_route` stands in a file. Which arguments must travel with it?",
        "07",
        "When it goes wrong",
    ),
    Diagnosis(
        "worker-idle",
        "a worker without work",
        "Your next search was handed over only after another wait, so a worker stood still while "
        "trips were waiting.",
        "`run_in_executor` starts the work at once, and a pool keeps the rest in its queue. How many "
        "calls can you make before you await the first?",
        "07",
        "A process for computing",
        misconceptions=(1, 10),
    ),
    Diagnosis(
        "other-towns",
        "towns that are in no trip",
        "`best_route` was asked for a pair of towns that nobody wants. The first town of a pair is "
        "the start, and the second is the end.",
        "Which arguments does your call give it, and in which order?",
    ),
    Diagnosis(
        "keys-not-the-trips",
        "other keys than the trips",
        "The routes are there, but the caller looks for them under each pair, as it stands in "
        "`trips`.",
        "Print the keys of your dict beside `trips`. What is different?",
    ),
    Diagnosis(
        "routes-mixed-up",
        "routes at the wrong trips",
        "The routes are right, and stand at other trips than their own. The first that is ready "
        "need not be the first that you asked for.",
        "Which way of waiting keeps the order of the calls?",
        "07",
        "A pool with a limit",
        misconceptions=(20,),
    ),
    Diagnosis(
        "pair-not-taken-apart",
        "a pair where two names are needed",
        "A trip is one object, a pair, and it arrived as the first argument. The second one was "
        "missing.",
        "Which sign before a pair in a call turns its elements into two arguments?",
        "07",
        "A process for computing",
    ),
)
know_error("missing 1 required positional argument: 'end'", "pair-not-taken-apart", sets=SET)

TRIPS = {
    "four trips": {
        ("Lyon", "Prague"): ["Lyon", "Zurich", "Munich", "Prague"],
        ("Turin", "Paris"): ["Turin", "Lyon", "Paris"],
        ("Zurich", "Vienna"): ["Zurich", "Munich", "Vienna"],
        ("Madrid", "Paris"): ["Madrid", "Bordeaux", "Paris"],
    },
    "three workers": {
        ("Munich", "Lisbon"): ["Munich", "Zurich", "Lyon", "Bordeaux", "Lisbon"],
        ("Prague", "Turin"): ["Prague", "Munich", "Zurich", "Turin"],
        ("Paris", "Vienna"): ["Paris", "Zurich", "Munich", "Vienna"],
        ("Turin", "Lyon"): ["Turin", "Lyon"],
        ("Bordeaux", "Paris"): ["Bordeaux", "Paris"],
    },
    FAILS: {("Lyon", "Atlantis"): ["Lyon", "Atlantis"]},
}
ROUTES = {trip: route for trips in TRIPS.values() for trip, route in trips.items()}
WORKERS = {"three workers": 3}
TWO = 2
_hall: Hall | None = None


def best_route(start: str, end: str) -> list[str]:
    """Stands in for `minisite.routes.best_route`. It has a file, so a process can find it."""
    if _hall is not None:
        _hall.enter((start, end))
        if "Atlantis" in (start, end):
            _hall.fail(KeyError("Atlantis"))
    return list(ROUTES.get((start, end), [start, end]))


def _trial(name: str) -> Trial:
    async def run(answer: Any, stage: Stage) -> Hall:
        global _hall
        workers, trips = WORKERS.get(name, TWO), list(TRIPS[name])
        with (
            Hall(stage, len(trips), workers) as hall,
            patch.object(routes, "best_route", best_route),
        ):
            _hall = hall
            stage.lend(best_route=best_route)
            pool = Processes(hall, workers).give()
            return await hall.watch(answer(trips, pool))

    return Trial(name, run)


def _in_the_processes(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    elsewhere = len(hall.places("thread"))
    expected = "Every search in the given pool."
    if elsewhere:
        did = f"{elsewhere} of {len(hall.work)} searches"
        key = "another-pool" if hall.other_processes else "thread-for-computing"
        where = "another pool of processes" if hall.other_processes else "threads of this process"
        return missed(f"{did} ran in {where}.", expected, key)
    return met("Every search ran in the given pool.")


def _all_workers(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    workers = WORKERS.get(evidence.trial, TWO)
    wanted = min(workers, len(TRIPS[evidence.trial]))
    if hall.most < wanted:
        did = f"Never more than {hall.most} of {workers} workers had a search."
        return missed(did, f"{wanted} searches at once.", "worker-idle")
    if hall.idle:
        did = f"{hall.idle} of {workers} workers stood still while trips were waiting."
        return missed(did, "All workers busy, as long as trips wait.", "worker-idle")
    return met(f"{hall.most} of {workers} workers at once.")


def _own_towns(evidence: Evidence) -> Finding:
    trips = TRIPS[evidence.trial]
    for work in evidence.result.work:
        if work.what not in trips:
            did = f"`best_route` was called with {shown(work.what)}."
            return missed(did, "Each call gets the two towns of one trip.", "other-towns")
    return met("Each search had the towns of its trip.")


def _routes(evidence: Evidence) -> Finding:
    wanted, got = TRIPS[evidence.trial], evidence.result.returned
    if evidence.trial == FAILS:
        return met("The search failed.")
    if isinstance(got, dict) and got != wanted:
        found = sorted(map(repr, got.values())) == sorted(map(repr, wanted.values()))
        if found and got.keys() == wanted.keys():
            key = next(trip for trip in wanted if got[trip] != wanted[trip])
            did = f"At {shown(key)} you returned {shown(got[key])}."
            return missed(did, f"{shown(wanted[key])}.", "routes-mixed-up")
        if found or len(got) == len(wanted) != len(got.keys() & wanted.keys()):
            key = next(iter(got.keys() - wanted.keys()))
            did = f"One of your keys is {shown(key)}."
            return missed(did, f"A pair such as {shown(next(iter(wanted)))}.", "keys-not-the-trips")
    return compare(replace(evidence, result=got), wanted)


FIND_ROUTES = Task(
    name="find_routes",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(_trial(name) for name in TRIPS),
    requirements=(
        all_done("search", "searches", lambda evidence: list(TRIPS[evidence.trial])),
        off_the_line("search", "searches", "computed-on-the-line", "a process"),
        OTHERS_GO_ON,
        Requirement("The searches run in the given pool", _in_the_processes),
        Requirement("Each search gets the towns of its trip", _own_towns),
        Requirement("Returns the route of each trip", _routes),
        LEFT_OPEN,
        Requirement("All workers of the pool are used", _all_workers),
        error_passes("`best_route`"),
    ),
    hints=(
        "Does `best_route` wait, or does it compute? Which of the two does a thread help?",
        "The loop has a method that takes a pool, a function and its arguments. It starts the work "
        "and returns a future.",
        "A trip is a pair. `best_route` wants two arguments, so take the pair apart with a star.",
        "`routes = await asyncio.gather(*(loop.run_in_executor(pool, best_route, *trip) for trip in "
        "trips))`. Then pair trips with routes.",
    ),
    why=(
        "Each `run_in_executor` hands one search to the pool and returns a future at once, so all "
        "workers have something to do. The loop only waits. `best_route` and the pair of names can "
        "travel to a process, since one stands in a file and the other is text."
    ),
    reflect="Before you go on, say why the same function with `to_thread` would not be faster.",
)
