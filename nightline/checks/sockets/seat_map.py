"""`SeatMap`: a berth's change told to everybody who looks, and nonsense that harms nobody."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from typing import Any

from nightline.checks.sockets import SET
from nightline.checks.sockets import seat_mistakes as seat_mistakes
from nightline.checks.sockets.driver import Said, prepare, problem_of, sockets
from nightline.checks.sockets.mistakes import NO_GHOSTS, OPENS, Trip, of_trip
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

NEWS, NONSENSE, FAILURE = "two trains", "bad messages", "a database that fails"
TRAIN, OTHER = 7, 8
WISHES = (("hold", 3, "held"), ("release", 3, "free"))
TAKEN = "Berth 5 is taken."
# What a visitor may send by mistake. None is a wish that `change` refuses.
BAD: tuple[tuple[str, str | bytes], ...] = (
    ("text that is no JSON", "hold berth 3"),
    ("a list", '["hold", 3]'),
    ("a number", "3"),
    ("a dict without a berth", '{"do": "hold"}'),
    ("a dict without `do`", '{"berth": 3}'),
    ("bytes", b"\x00\x01"),
    ("a berth that is taken", '{"do": "hold", "berth": 5}'),
)
DISK = "the disk is full"
# Words in an answer's source that tell why the wrong sockets were told, or `change` was not called.
OF_THE_CLASS = re.compile(r"\b(?:SeatMap|type\(self\)|self\.__class__)\.\w+ = ")
ARGUMENTS = re.compile(r"\w+_to_async\(\s*change\s*,\s*(?!thread_sensitive)")
LOOSE = re.compile(r"\b(?:create_task|ensure_future)\(")
NOT_OURS = "heard-on-another-train"
OURS = (ConnectionError, ValueError, KeyError, TypeError)  # what `change` raises by our own mistake


class Desk:
    """A stand-in for `change`: it asks the database, and notes its calls and their threads."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, Any, Any]] = []
        self.threads: set[int] = set()
        self.fails: type[Exception] | None = None

    def changer(self) -> Callable[[Any, Any, Any], str]:
        """The function as the answer knows it."""
        from minisite.booking.errors import Refused
        from minisite.trains.models import Departure

        def change(train: Any, do: Any, berth: Any) -> str:
            self.threads.add(threading.get_ident())
            Departure.objects.filter(pk=1).exists()
            self.calls.append((train, do, berth))
            if self.fails:
                raise self.fails(DISK)
            if do not in ("hold", "release") or type(berth) is not int or berth > 12:
                raise Refused(f"We cannot {do} berth {berth}.")
            if berth == 5:
                raise Refused(TAKEN)
            return "held" if do == "hold" else "free"

        return change


async def _news(answer: Any, stage: Stage) -> Trip:
    from nightline.judging.database import watched

    if problem := problem_of(answer):
        return Trip(problem)
    trip, desk, visitors = Trip(), Desk(), []
    stage.lend(change=desk.changer())
    with watched() as watch:
        async with sockets(answer, stage) as all_sockets:
            for name, train in (("ada", TRAIN), ("bob", TRAIN), ("cleo", OTHER)):
                socket = await all_sockets.open(train)
                trip.sockets[name] = socket.seen
                if not socket.seen.opened:
                    return trip
                visitors.append(socket)
            ada, bob, _ = visitors
            for do, berth, _ in WISHES:
                await ada.send(json.dumps({"do": do, "berth": berth}))
            trip.notes["calls"] = list(desk.calls)
            await ada.leave()
            trip.ghosts = max(0, all_sockets.members - 2)
            before = len(bob.seen.said)
            await bob.send('{"do": "hold", "berth": 4}')
            del bob.seen.said[before:]
        trip.notes |= {
            "is_told": True,
            "discarded": all_sockets.discarded,
            "refused": watch.refused,
            "open": watch.left_open,
        }
        trip.notes["on_loop"] = threading.get_ident() in desk.threads
    return trip


async def _nonsense(answer: Any, stage: Stage) -> Trip:
    if problem := problem_of(answer):
        return Trip(problem)
    trip, desk, came = Trip(), Desk(), []
    stage.lend(change=desk.changer())
    async with sockets(answer, stage) as all_sockets:
        ada, bob = await all_sockets.open(TRAIN), await all_sockets.open(TRAIN)
        trip.sockets |= {"ada": ada.seen, "bob": bob.seen}
        if not ada.seen.opened or not bob.seen.opened:
            return trip
        for what, text in BAD:
            before = len(ada.seen.said), len(bob.seen.said)
            await ada.send(text)
            mine, others = ada.seen.said[before[0] :], bob.seen.said[before[1] :]
            came.append((what, mine, others, ada.seen.state))
            if ada.seen.error or ada.seen.state != "open":
                break
        else:
            before = len(ada.seen.said), len(bob.seen.said)
            await ada.send('{"do": "hold", "berth": 2}')
            trip.notes["then"] = ada.seen.said[before[0] :], bob.seen.said[before[1] :]
        trip.notes |= {"came": came, "closed": ada.seen.state != "open"}
        if trip.notes["closed"]:
            trip.sockets["ada"].state = "left"  # told by what it was closed for
    return trip


async def _failure(answer: Any, stage: Stage) -> Trip:
    if problem := problem_of(answer):
        return Trip(problem)
    trip, desk = Trip(), Desk()
    stage.lend(change=desk.changer())
    async with sockets(answer, stage) as all_sockets:
        for kind in OURS:
            desk.fails = kind
            ada = await all_sockets.open(TRAIN)
            trip.sockets["ada"] = ada.seen
            if not ada.seen.opened:
                return trip
            await ada.send('{"do": "hold", "berth": 2}')
            await ada.leave()
            trip.notes["failure"] = kind.__name__
            trip.notes["came_out"] = isinstance(ada.seen.error, kind)
            if not trip.notes["came_out"]:
                break
            ada.seen.error = None
    return trip


def _all_see(evidence: Evidence) -> Finding:
    trip = evidence.result
    ada, bob, cleo = (trip.sockets[name] for name in ("ada", "bob", "cleo"))
    expected = "Ada and Bob get both changes, Cleo gets nothing."
    did = "Ada and Bob look at train 7, Cleo at train 8. Ada held berth 3 and gave it back. "
    if ada.no_text:
        did = f"Your consumer sent an object of type `{ada.no_text[0]}`."
        return missed(did, "Text.", "sent-no-text")
    if cleo.said:
        key = "train-of-the-last-one" if OF_THE_CLASS.search(evidence.source) else NOT_OURS
        return missed(f"{did}Cleo got {shown(cleo.said[0].text)}.", expected, key)
    wanted = [{"berth": berth, "state": state} for _, berth, state in WISHES]
    calls = trip.notes["calls"]
    if calls and not isinstance(calls[0][1], str) and isinstance(calls[0][2], str):
        did = f"`change` was called with {shown(calls[0])}."
        return missed(did, f"{shown((TRAIN, *WISHES[0][:2]))}.", "berth-before-do")
    for said in [*ada.said, *bob.said]:
        if said.data is None:
            return missed(f"A socket got {shown(said.text)}.", "JSON text.", "news-is-no-json")
        if said.data not in wanted:
            return _other(said, wanted[0], evidence)
    if not ada.said and not bob.said:
        return missed(f"{did}Nobody got a message.", expected, "nobody-sees-it")
    if not bob.said:
        return missed(f"{did}Bob got nothing.", expected, "only-the-sender-sees")
    if not ada.said:
        return missed(f"{did}Ada got nothing.", expected, "sender-left-out")
    if calls != [(TRAIN, do, berth) for do, berth, _ in WISHES]:
        right = [(TRAIN, do, berth) for do, berth, _ in WISHES]
        as_text = [(str(train), do, berth) for train, do, berth in right]
        key = "train-as-text" if calls == as_text else "change-not-called"
        did += f"`change` was called {count(len(calls), 'time')}, with {shown(calls)}."
        return missed(did, f"{shown(right)}.", key)
    for name, seen in (("Ada", ada), ("Bob", bob)):
        if [said.data for said in seen.said] != wanted:
            did += f"{name} got {count(len(seen.said), 'message')}."
            return missed(did, expected, "socket-told-twice")
    return met("Both changes were seen by all who look at this train, and by nobody else.")


def _other(said: Said, wanted: dict[str, Any], evidence: Evidence) -> Finding:
    trip = evidence.result
    did = f"A socket got {shown(said.text, 120)}."
    if isinstance(said.data, dict) and "error" in said.data and trip.notes["refused"]:
        return missed(did, f"{shown(json.dumps(wanted))}.", "refusal-of-django-caught")
    if ARGUMENTS.search(evidence.source):
        return missed(did, f"{shown(json.dumps(wanted))}.", "arguments-for-the-bridge")
    whole = isinstance(said.data, dict) and "type" in said.data
    key = "whole-message-sent" if whole else "other-words-for-a-berth"
    return missed(did, f"{shown(json.dumps(wanted))}.", key)


def _database(evidence: Evidence) -> Finding:
    notes = evidence.result.notes
    if notes["refused"] or notes["on_loop"]:
        did = "`change` was called on the loop's thread."
        return missed(did, "It runs in a thread.", "query-in-a-consumer")
    if notes["open"]:
        did = f"{count(notes['open'], 'connection')} to the database stayed open."
        return missed(did, "None.", "berth-in-a-strange-thread")
    return met("The database was asked in a thread, and no connection stayed open.")


def _nonsense_is_told(evidence: Evidence) -> Finding:
    for what, mine, others, state in evidence.result.notes["came"]:
        did, expected = f"Ada sent {what}. ", 'Ada gets `{"error": "…"}`, and Bob nothing.'
        if state != "open":
            return missed(did + "Her socket was closed.", expected, "nonsense-closes-the-socket")
        if others:
            did += f"Bob got {shown(others[0].text)}."
            key = "error-told-to-everybody" if _is_error(others[0]) else "news-before-change"
            return missed(did, expected, key)
        if not mine:
            return missed(did + "She got nothing.", expected, "nonsense-unanswered")
        text = mine[0].data["error"] if _is_error(mine[0]) else None
        if not isinstance(text, str) or not text:
            did += f"She got {shown(mine[0].text)}."
            return missed(did, expected, "socket-error-without-text")
    then = [[said.data for said in one] for one in evidence.result.notes["then"]]
    if then != [[{"berth": 2, "state": "held"}]] * 2:
        did = f"After some bad messages Ada held berth 2. The two sockets got {shown(then)}."
        return missed(did, "Both get the change.", "nobody-sees-it")
    return met(f"{len(BAD)} bad messages were answered, and the socket lived on.")


def _is_error(said: Said) -> bool:
    return isinstance(said.data, dict) and "error" in said.data


def _ours_comes_out(evidence: Evidence) -> Finding:
    if evidence.result.notes["came_out"]:
        return met("A failure of the database was not hidden.")
    said = evidence.result.sockets["ada"].said
    got = f"got {shown(said[0].text)}" if said else "got nothing"
    kind = evidence.result.notes["failure"]
    did = f"`change` raised `{kind}: {DISK}`. The visitor {got}, and nobody else heard of it."
    key = "our-error-hidden"
    if not said and LOOSE.search(evidence.source):
        key = "our-error-in-a-loose-task"
    return missed(did, "The error leaves `receive`.", key)


SEAT_MAP = Task(
    name="SeatMap",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial(NEWS, _news, prepare=prepare),
        Trial(NONSENSE, _nonsense, prepare=prepare),
        Trial(FAILURE, _failure, prepare=prepare),
    ),
    requirements=(
        OPENS,
        Requirement("All who look at this train see a change", of_trip(_all_see), NEWS),
        Requirement("The database is asked in a thread", of_trip(_database), NEWS),
        Requirement("A bad message is told to its sender", of_trip(_nonsense_is_told), NONSENSE),
        Requirement("Our own failures are not hidden", of_trip(_ours_comes_out), FAILURE),
        NO_GHOSTS,
    ),
    hints=(
        "Who must hear of a change, and who of a bad message? Which call reaches the first, and which "
        "the second?",
        "A group for each train: its name holds the number. The change goes to the group with the type "
        "`tell`, and the method of that name sends it to the browser.",
        "`change` asks the database: `await database_sync_to_async(change)(…)`. What can be wrong with a "
        "message raises ValueError, TypeError or KeyError, and what cannot be done raises Refused.",
        "Two `try`. The first reads the message, with `except (ValueError, TypeError, KeyError) as error`. The "
        "second calls `change`, with `except Refused as error`. Each `except` sends `{'error': …}` with "
        "`self.send`, and returns. After them comes the group.",
    ),
    why=(
        "The group is named after the train, so the layer finds all who look at it, the sender too. Only errors "
        "that a visitor can cause are caught, and answered over their own socket. `change` is one hop."
    ),
    reflect="Before you go on, say what a browser must do that has missed a message.",
)
