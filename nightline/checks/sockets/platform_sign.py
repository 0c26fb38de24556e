"""`PlatformSign`: three mistakes of a first consumer, to be repaired."""

from __future__ import annotations

from typing import Any

from nightline.checks.sockets import SET
from nightline.checks.sockets.driver import Seen, prepare, problem_of, sockets
from nightline.checks.sockets.mistakes import GROUP, LESSON, NO_GHOSTS, OPENS, Trip, of_trip
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

HALL, GROUP_NAME = "two signs", "platform.signs"
FIRST, SECOND = "7", "12"

register(
    Diagnosis(
        "only-its-own-sign",
        "only the sign that was told",
        "The new platform was shown on the sign over whose socket it came. `self.send` goes over one "
        "socket; the others learn of it through the group.",
        "What puts a message into the queue of everybody in the group?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "sign-not-told",
        "a sign that shows nothing new",
        "The message came, and not every sign was told. A consumer is told only what is sent to a group it is in.",
        "Is each sign added to the group to which you send? Does the handler send it on?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "other-text-on-the-sign",
        "another text on the sign",
        "The signs were told, and show something else than the passengers expect.",
        "Compare the text with the example in the docstring.",
    ),
    Diagnosis(
        "signs-in-no-group",
        "open signs that are not in the group",
        "The signs were told, but not through the group of the docstring. A list of your own knows only the sockets "
        "of this process, and keeps those that are closed.",
        "Which call puts a sign on the list of the group, and which one reaches all on it?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "off-the-list-too-early",
        "off the list too early",
        "The sign got the first change, and nothing since, though its socket is open. Something has taken it off "
        "the list, or keeps the next message from it.",
        "Which of your lines take a channel off? In which moment should that happen?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "socket-told-twice",
        "one change, several messages",
        "A socket was told the same change more than once. Perhaps two lines of yours tell it, such as "
        "`self.send` and the group.",
        "Which of your lines send to it? Which one of them is enough?",
        LESSON,
        GROUP,
    ),
)


async def _signs(answer: Any, stage: Stage) -> Trip:
    if problem := problem_of(answer):
        return Trip(problem)
    trip = Trip()
    async with sockets(answer, stage) as hall:
        for name in ("first", "second"):
            socket = await hall.open()
            trip.sockets[name] = socket.seen
            if not socket.seen.opened:
                return trip
            if name == "first":
                first = socket
        await first.send(FIRST)
        trip.notes |= {"in the group": hall.in_group(GROUP_NAME), "is_told": True}
        trip.notes["after one change"] = [len(seen.said) for seen in trip.sockets.values()]
        await socket.leave()
        trip.ghosts = max(0, hall.members - 1)
        await first.send(SECOND)
        await first.leave()
        trip.ghosts = max(trip.ghosts, hall.members)
        trip.notes["discarded"] = hall.discarded
    return trip


def _texts(seen: Seen) -> list[str]:
    return [said.text for said in seen.said]


def _all_told(evidence: Evidence) -> Finding:
    trip = evidence.result
    first, second = (_texts(trip.sockets[name]) for name in ("first", "second"))
    did = f"{shown(FIRST)} came over the socket of one of two signs. "
    expected = f"Both show {shown(f'Platform {FIRST}')}, once."
    if first and not second:
        return missed(did + "The other sign was told nothing.", expected, "only-its-own-sign")
    if not first or not second:
        who = "That sign" if second else "No sign"
        did += f"{who} was told {'nothing' if second else 'anything'}."
        return missed(did, expected, "sign-not-told")
    if max(trip.notes["after one change"]) > 1:
        return missed(did + "A sign was told several times.", expected, "socket-told-twice")
    for texts in (first, second):
        if texts[0] != f"Platform {FIRST}":
            return missed(
                did + f"A sign got {shown(texts[0])}.", expected, "other-text-on-the-sign"
            )
    if first[1:] != [f"Platform {SECOND}"]:
        did = f"One of two signs was taken down. Then {shown(SECOND)} came, and the other one got "
        did += f"{shown(first[1:])}."
        key = "socket-told-twice" if len(first) > 2 else "other-text-on-the-sign"
        key = key if first[1:] else "off-the-list-too-early"
        return missed(did, f"{shown([f'Platform {SECOND}'])}.", key)
    if trip.notes["in the group"] != 2:
        did = f"Two signs were open. The group {shown(GROUP_NAME)} held "
        did += f"{count(trip.notes['in the group'], 'channel')}."
        return missed(did, "Both signs are in it.", "signs-in-no-group")
    return met("Each change was shown on every open sign.")


PLATFORM_SIGN = Task(
    name="PlatformSign",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial(HALL, _signs, prepare=prepare),),
    requirements=(
        OPENS,
        Requirement("A change is shown on all open signs", of_trip(_all_told)),
        NO_GHOSTS,
    ),
    hints=(
        "Three methods of a consumer are called for three moments of its socket. What must each of "
        "them say to the server or to the layer?",
        "The page connects for ever: nobody said yes to the socket. The signs go dark: the message's "
        "type is `platform.changed`. Which method is looked for?",
        "`connect` needs `await self.accept()`. `disconnect` needs the opposite of the `group_add` in "
        "`connect`, with the same two arguments.",
    ),
    why=(
        "`accept` answers the server's question. The handler is named like the message's type. And the layer "
        "knows nothing of sockets, so the consumer itself leaves the group."
    ),
    reflect="Before you go on, say why one wrong letter in a type ends every socket of a group.",
)
