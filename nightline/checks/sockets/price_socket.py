"""`PriceSocket`: long work beside a socket, in tasks that end with it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from nightline.checks.sockets import SET
from nightline.checks.sockets import price_mistakes as price_mistakes
from nightline.checks.sockets.driver import prepare, problem_of, sockets
from nightline.checks.sockets.mistakes import OPENS, Trip, of_trip
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, seconds, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

QUESTIONS, LEAVING = "three carriers over one socket", "a visitor who leaves"
MISTAKE = "a mistake of our own"
NOT_CALLED = re.compile(r"\.cancel\s*$", re.MULTILINE)
BROKEN = "Fjord is out of order"
OFFERS = {
    "Boreal": Offer(0.4, 64),
    "Fjord": Offer(0.2, ConnectionError(BROKEN)),
    "Jura": Offer(0.1, 49),
}
ANSWERS: dict[str, dict[str, Any]] = {
    "Boreal": {"carrier": "Boreal", "price": 64},
    "Fjord": {"carrier": "Fjord", "error": BROKEN},
    "Jura": {"carrier": "Jura", "price": 49},
}
OWN = "our own mistake"
LONG = {name: Offer(0.5, 76) for name in ("Isar", "Lumen", "Corvo", "Danube")}
LATE = 0.05  # virtual seconds that an answer may be late: some of the work is done in threads


async def _questions(answer: Any, stage: Stage) -> Trip:
    if problem := problem_of(answer):
        return Trip(problem)
    trip, carriers = Trip(), stage.carriers(OFFERS)
    names = trip.notes["names"] = []

    async def quote(name: Any) -> Any:
        names.append(name)
        return await carriers.ask(name)

    stage.lend(quote=quote)
    async with sockets(answer, stage) as all_sockets:
        ada = await all_sockets.open()
        trip.sockets["ada"] = ada.seen
        if not ada.seen.opened:
            return trip
        trip.notes["start"] = stage.loop.time()
        for name in OFFERS:
            await ada.send(name, wait=0)
        await ada.send("Jura")
        trip.notes["taken"] = ada.unread == 0
        await asyncio.sleep(2)
        if isinstance(ada.seen.error, ConnectionError):
            trip.notes["ended"] = str(ada.seen.error)
            ada.seen.error = None
        trip.notes["first"] = list(ada.seen.said)
        await ada.send("Jura", wait=1)
        trip.notes["again"] = ada.seen.said[len(trip.notes["first"]) :]
        trip.notes["asked"] = len(carriers.calls)
        await ada.leave()
    return trip


async def _leaving(answer: Any, stage: Stage) -> Trip:
    if problem := problem_of(answer):
        return Trip(problem)
    trip, carriers = Trip(), stage.carriers(LONG)
    async with sockets(answer, stage) as all_sockets:
        ada, bob = await all_sockets.open(), await all_sockets.open()
        trip.sockets |= {"ada": ada.seen, "bob": bob.seen}
        if not ada.seen.opened:
            return trip
        await bob.send("Corvo", wait=0)
        for name in ("Isar", "Lumen", "Isar"):  # one of them twice
            await ada.send(name)
        await ada.leave()
        trip.notes["open"] = sorted(
            call.who
            for call in carriers.calls
            if call.who != "Corvo" and call.outcome != "cancelled"
        )
        trip.notes["done"] = sum(call.outcome == "answered" for call in carriers.calls)
        trip.notes["asked"] = sum(call.who != "Corvo" for call in carriers.calls)
        await bob.send("Danube", wait=2)
        trip.notes["bob"] = [said.data for said in bob.seen.said]
        await bob.leave()
    return trip


async def _own_mistake(answer: Any, stage: Stage) -> Trip:
    if problem := problem_of(answer):
        return Trip(problem)
    trip = Trip()

    async def quote(name: str) -> int:
        await asyncio.sleep(0.1)
        raise ValueError(OWN)

    stage.lend(quote=quote)
    handler = stage.loop.get_exception_handler()

    def tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # asyncio reports the error of a task that nobody awaits. For this one, that is enough.
        if handler and OWN not in str(context.get("exception")):
            handler(loop, context)

    stage.loop.set_exception_handler(tell)
    async with sockets(answer, stage) as all_sockets:
        ada = await all_sockets.open()
        trip.sockets["ada"] = ada.seen
        if ada.seen.opened:
            await ada.send("Jura", wait=1)
            await ada.leave()
        error = ada.seen.error
        if isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        if OWN in str(error):
            ada.seen.error = None  # it may end the socket, too
    for task in list(stage.loop.tasks):
        if OWN in str(getattr(task, "_exception", "")):
            task.exception()  # looked at, so it is not told as a forgotten one
    return trip


def _not_hidden(evidence: Evidence) -> Finding:
    if said := evidence.result.sockets["ada"].said:
        did = f"`quote` raised `ValueError: {OWN}`. The visitor got {shown(said[0].text)}."
        return missed(did, "No answer: the error is ours.", "our-bug-sent-as-an-answer")
    return met("A mistake of our own was not sent as an answer.")


def _answers(evidence: Evidence) -> Finding:
    trip = evidence.result
    seen, first = trip.sockets["ada"], trip.notes["first"]
    expected = "Four answers to four questions, each as JSON text."
    if seen.no_text:
        did = f"Your consumer sent an object of type `{seen.no_text[0]}`."
        return missed(did, "Text.", "sent-no-text")
    if "ended" in trip.notes:
        did = f"Fjord raised `ConnectionError: {BROKEN}`, and that ended the socket."
        return missed(did, "The socket lives, and says that.", "carrier-ends-the-socket")
    for said in first:
        if said.data is None:
            return missed(f"You sent the text {shown(said.text)}.", expected, "price-is-no-json")
    got = [said.data for said in first]
    wanted = [ANSWERS["Jura"], ANSWERS["Jura"], ANSWERS["Fjord"], ANSWERS["Boreal"]]
    strange = [data for data in got if data not in wanted]
    if strange:
        did = f"Among the answers was {shown(strange[0])}."
        swapped = [{**ANSWERS[a], "carrier": b} for a in ANSWERS for b in ANSWERS if a != b]
        if strange[0] in swapped:
            expected = "Each answer names the carrier that gave it."
            return missed(did, expected, "answer-of-another-message")
        broken = isinstance(strange[0], dict) and strange[0].get("carrier") == "Fjord"
        near = ANSWERS["Fjord" if broken else "Jura"]
        return missed(did, f"Answers such as {shown(near)}.", "other-price-answer")
    if other := [name for name in trip.notes["names"] if name not in OFFERS]:
        did = f"The messages were {shown(list(OFFERS))}. `quote` was called with {shown(other[0])}."
        return missed(did, "It gets the name from the message.", "carrier-of-another-name")
    for name in ("Fjord", "Jura", "Boreal"):
        if ANSWERS[name] not in got:
            did = f"{name} was asked, and the visitor got no answer about it."
            key = "carrier-error-not-answered" if name == "Fjord" else "question-over-socket-lost"
            return missed(did, expected, key)
    if len(got) != len(wanted) or [said.data for said in trip.notes["again"]] != [ANSWERS["Jura"]]:
        did = f"{count(len(got) + len(trip.notes['again']), 'answer')} came to five questions."
        return missed(did, "One answer to each.", "question-over-socket-lost")
    return met("Each question got its answer, and the socket lived on.")


def _together(evidence: Evidence) -> Finding | None:
    calls = evidence.calls[:4]
    if len(calls) < 2:
        return None
    most = max(sum(call.open_at(other.start) for call in calls) for other in calls)
    expected = (
        "All four questions are open at once, and each answer is sent as soon as it is there."
    )
    if most < len(calls):
        did = f"{count(len(calls), 'question')} came over one socket. "
        did += f"Never more than {count(most, 'question')} to carriers "
        did += f"{'was' if most == 1 else 'were'} open."
        key = "one-question-at-a-time" if evidence.result.notes["taken"] else "socket-held-up"
        return missed(did, expected, key, in_time=True)
    start, last = evidence.result.notes["start"], 0.0
    for said in evidence.result.notes["first"]:
        name = said.data.get("carrier") if isinstance(said.data, dict) else None
        # A wrong name is told as such, by `_answers`.
        if (
            name in OFFERS
            and said.data == ANSWERS[name]
            and said.at - start > OFFERS[name].delay + LATE
        ):
            did = f"{name} answered after {seconds(OFFERS[name].delay)}. "
            did += f"The visitor got it after {seconds(said.at - start)}."
            return missed(did, expected, "answers-kept-back", in_time=True)
        last = max(last, said.at - start)
    return met(f"{count(most, 'question')} were open at once.")


def _stops(evidence: Evidence) -> Finding:
    trip = evidence.result
    ada, still = trip.sockets["ada"], trip.notes["open"]
    expected = "Cancelled at once: 3 questions of Ada. Bob's answer comes."
    did = "Ada had 3 open questions and closed her page. "
    if ada.goodbye > LATE or trip.notes["done"]:
        did += f"Her consumer ended {seconds(ada.goodbye)} later."
        return missed(did, expected, "goodbye-waits", in_time=True)
    if still:
        did += f"{count(len(still), 'question')} went on for her."
        key = "asks-for-nobody" if len(still) == 3 else "only-one-stopped"
        key = "cancel-out-of-goodbye" if ada.cancelled else key
        key = "cancel-not-called" if NOT_CALLED.search(evidence.source) else key
        if trip.notes["asked"] > 3:
            key = "asked-again-when-cancelled"
        return missed(did, expected, key, in_time=True)
    if ada.late:
        did += f"Then your code sent {shown(ada.late[0].text)}."
        return missed(did, expected, "sent-after-goodbye")
    bobs = trip.notes["bob"]
    if {"carrier": "Corvo", "price": 76} not in bobs or len(bobs) != 2:
        did += (
            f"Bob, on another socket, had asked two carriers. He got {count(len(bobs), 'answer')}."
        )
        return missed(did, "Bob gets both.", "stops-the-others-work", in_time=True)
    return met("Who left was asked for no longer, and the other one got his answers.")


PRICE_SOCKET = Task(
    name="PriceSocket",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(QUESTIONS, _questions, prepare=prepare),
        Trial(LEAVING, _leaving, prepare=prepare),
        Trial(MISTAKE, _own_mistake, prepare=prepare),
    ),
    requirements=(
        OPENS,
        Requirement("Questions of one socket go on together", of_trip(_together), QUESTIONS),
        Requirement("Each question gets its answer", of_trip(_answers), QUESTIONS),
        Requirement("Who leaves is asked for no longer", of_trip(_stops), LEAVING),
        Requirement("Our own mistakes are no answers", of_trip(_not_hidden), MISTAKE),
    ),
    hints=(
        "What does the consumer do while `receive` awaits a carrier? Who could await it instead?",
        "A task for each message: it asks, and sends the answer itself. What happens in that task when "
        "`quote` raises `ConnectionError`?",
        "`disconnect` must find the tasks of *this* socket. Make a set in `connect`, on `self`. A task "
        "that is done takes itself out with `add_done_callback`.",
        "`receive`: `task = asyncio.create_task(self.ask(text_data))`, then `self.tasks.add(task)`. "
        "`disconnect`: `for task in self.tasks: task.cancel()`. `ask` has the `try` and the `send`.",
    ),
    why=(
        "`receive` starts a task and is done, so the consumer takes the next message. Each task sends its own "
        "answer, or the text of the error. The set belongs to one socket, and `disconnect` cancels what is in it."
    ),
    reflect="Before you go on, say what a visitor could do to the carriers with a thousand messages.",
)
