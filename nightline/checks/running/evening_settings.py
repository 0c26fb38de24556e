"""`evening_settings`: connections and threads of three processes, counted."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import nightline.checks.running.settings_mistakes  # noqa: F401  (registers them)
from nightline.checks.running import SET
from nightline.checks.running.evening import CLERKS, LIMIT, PROCESSES, Evening, play, prepare
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

EVENING = "an evening"
KEYS = {"shop": {"CONN_MAX_AGE", "places"}, "office": {"CONN_MAX_AGE", "threads"}}
MOST = 200  # visitors or threads that a check can play


def _run(answer: Any, stage: Stage) -> Evening:
    stage.expect_blocking()
    given = stage.call()
    if inspect.iscoroutine(given):
        given.close()  # the finding tells of it
    if _form(given):
        return Evening(given)
    return play(given)


def _form(given: Any) -> Finding | None:
    """What is wrong with the form of the settings; None when nothing is."""
    did, expected = f"You returned {shown(given)}.", "A dict as in the docstring."
    if given is None:
        return missed("You returned `None`.", expected, "nothing-returned")
    if inspect.iscoroutine(given):
        return missed("You returned a coroutine.", expected, "evening-async-def")
    if not isinstance(given, Mapping) or not all(
        isinstance(given.get(name), Mapping) for name in KEYS
    ):
        return missed(did, expected, "evening-settings-of-another-form")
    for name, keys in KEYS.items():
        mine = given[name]
        if lacking := sorted(keys - mine.keys()):
            return missed(
                f"Your {name} has no `{lacking[0]}`.", expected, "evening-settings-of-another-form"
            )
        if unknown := sorted(map(str, mine.keys() - keys)):
            did = f"Your {name} has `{unknown[0]}`, which no part of it knows."
            return missed(did, expected, "evening-settings-of-another-form")
        age = mine["CONN_MAX_AGE"]
        if age is not None and (
            isinstance(age, bool) or not isinstance(age, int | float) or age < 0
        ):
            did = f"`CONN_MAX_AGE` of the {name} is {shown(age)}."
            return missed(did, "Seconds, or `None` for ever.", "evening-settings-no-number")
        number = mine["places" if name == "shop" else "threads"]
        what = f"`{'places' if name == 'shop' else 'threads'}` of the {name}"
        if number is None:
            return missed(f"{what} is `None`: no limit.", "A number.", "evening-no-limit-at-all")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= MOST:
            did, whole = f"{what} is {shown(number)}.", "A whole number, at least 1."
            key = "evening-settings-no-number"
            if not isinstance(number, bool) and isinstance(number, int | float):
                key = "evening-nobody-let-in" if number < 1 else "evening-number-not-whole"
            if isinstance(number, int) and number > MOST:
                key, whole = "evening-no-limit-at-all", f"At most {LIMIT}."
            return missed(did, whole, key)
    return None


def _has_form(evidence: Evidence) -> Finding:
    return _form(evidence.result.given) or met("Both programs have their settings.")


def _played(judge: Callable[[Evening], Finding]) -> Callable[[Evidence], Finding | None]:
    def of_evening(evidence: Evidence) -> Finding | None:
        return judge(evidence.result) if evidence.result.played else None

    return of_evening


def _shop_lets_go(seen: Evening) -> Finding:
    if seen.shop_left:
        did = f"The last traveller has left the shop. {count(seen.shop_left, 'connection')} "
        did += f"of it {'is' if seen.shop_left == 1 else 'are'} still open."
        return missed(did, "None is open.", "evening-kept-behind-asgi")
    return met("When the travellers had left, no connection of the shop was open.")


def _office_keeps(seen: Evening) -> Finding:
    lookups, opened = seen.lookups, seen.office_opened
    if opened > max(seen.office_peak, CLERKS):
        did = f"In one hour, {count(lookups, 'lookup')} of the clerks opened {count(opened, 'connection')}."
        expected = f"{CLERKS} connections: each is used again for an hour."
        aged = seen.given["office"]["CONN_MAX_AGE"]
        key = "evening-kept-too-short" if aged else "evening-opened-for-each-lookup"
        return missed(did, expected, key)
    return met(f"{count(lookups, 'lookup')} of the clerks opened {count(opened, 'connection')}.")


def _nobody_waits(seen: Evening) -> Finding:
    if seen.office_peak < CLERKS:
        did = f"{CLERKS} clerks asked at once. {count(seen.office_peak, 'lookup')} went on at the same time."
        return missed(did, f"{CLERKS} at the same time.", "evening-clerks-in-line")
    threads = seen.given["office"]["threads"]
    if threads > CLERKS:
        did = f"The office has {threads} threads for {CLERKS} clerks."
        did += f" It may open {threads} connections."
        return missed(did, f"{CLERKS} threads.", "evening-threads-without-clerks")
    return met(f"{CLERKS} clerks asked at once, in {threads} threads.")


def _within_limit(seen: Evening) -> Finding:
    places = seen.given["shop"]["places"]
    most = seen.shop_peak + seen.office_peak
    did = (
        f"The shop had {count(seen.shop_peak, 'connection')} open at once, in {PROCESSES} processes"
    )
    did += f". The office had {seen.office_peak}, so {most} in all."
    expected = f"At most {LIMIT} in all, and all of them used."
    if most > LIMIT:
        forgotten = places * PROCESSES <= LIMIT
        return missed(
            did,
            expected,
            "evening-office-forgotten" if forgotten else "evening-places-times-processes",
        )
    if most + PROCESSES <= LIMIT:
        return missed(did, expected, "evening-connections-unused")
    return met(f"{most} connections at most, of {LIMIT}.")


EVENING_SETTINGS = Task(
    name="evening_settings",
    set=SET,
    level="core",
    minutes=10,
    trials=(Trial(EVENING, _run, limit=15.0, prepare=prepare),),
    requirements=(
        Requirement("Both programs have their settings", _has_form),
        Requirement("The shop keeps no connection that nobody can use", _played(_shop_lets_go)),
        Requirement("The clerks use their connections again", _played(_office_keeps)),
        Requirement("No clerk waits, and no thread is without a clerk", _played(_nobody_waits)),
        Requirement("The database's connections suffice, and are used", _played(_within_limit)),
    ),
    hints=(
        "Which of the two programs has threads that live on from visit to visit? Only there can a kept connection be "
        "used again.",
        "Count for the office first: how many threads, how many connections? What does it leave of the 20?",
        "Each process of the shop has its own doorkeeper. How many connections do two doorkeepers with 10 places allow?",
        "Office: 4 threads, and a `CONN_MAX_AGE` of an hour. Shop: `CONN_MAX_AGE` 0, and (20 - 4) / 2 places.",
    ),
    why=(
        "Behind ASGI a request's thread ends with the request, so a kept connection is lost. The threads of a WSGI server "
        "live on. And each number is for one process, so it is multiplied before it is compared with the database's."
    ),
    reflect="Before you go on, say what must change when the shop gets a third process.",
)
