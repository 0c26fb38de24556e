"""`Presence`: who looks at a train, correct while people come and go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nightline.checks.sockets import SET
from nightline.checks.sockets import presence_mistakes as presence_mistakes
from nightline.checks.sockets.driver import Seen, Socket, Sockets, prepare, problem_of, sockets
from nightline.checks.sockets.mistakes import NO_GHOSTS, Trip
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Judge, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

USERS, GUESTS = "colleagues come and go", "guests"
TRAIN, OTHER = 7, 8


@dataclass
class Step:
    """What one step changed.

    Args:
        what: what happened, as a sentence.
        kind: "comes", "second window", "window closed", "leaves" or "guest".
        here: who should be on the list now.
        lists: the last list that each open socket has got, by its name; None for none.
        new: how many messages each open socket got in this step.
        who: the name of the socket that came.
    """

    what: str
    kind: str
    here: list[str]
    lists: dict[str, Any]
    new: dict[str, int]
    who: str = ""


class Platform:
    """Sockets with names, and what each step did to their lists."""

    def __init__(self, opened: Sockets, trip: Trip) -> None:
        self.opened, self.trip = opened, trip
        self.open: dict[str, Socket] = {}
        self.steps: list[Step] = []

    async def come(self, name: str, user: str, train: int = TRAIN) -> Seen:
        from django.contrib.auth.models import User

        account = User(username=user) if user else None
        socket = await self.opened.open(train, account)
        self.trip.sockets[name] = socket.seen
        if user and socket.seen.opened:
            self.open[name] = socket
        elif user and socket.seen.state == "refused":
            socket.seen.error = None  # that they were turned away says more
        return socket.seen

    async def leave(self, name: str) -> None:
        await self.open.pop(name).leave()

    def counts(self) -> dict[str, int]:
        return {name: len(seen.said) for name, seen in self.trip.sockets.items()}

    def note(self, what: str, kind: str, here: str, before: dict[str, int], who: str = "") -> None:
        lists = {
            name: socket.seen.said[-1].data if socket.seen.said else None
            for name, socket in self.open.items()
        }
        new = {name: len(self.trip.sockets[name].said) - before.get(name, 0) for name in self.open}
        self.steps.append(Step(what, kind, here.split(), lists, new, who))


async def _users(answer: Any, stage: Stage) -> Trip:
    if problem := problem_of(answer):
        return Trip(problem)
    trip = Trip()
    stage.lend(windows={})
    async with sockets(answer, stage) as opened:
        platform = Platform(opened, trip)
        for name, user, kind, here in (
            ("cleo's window", "cleo", "comes", "cleo"),
            ("bob's window", "bob", "comes", "bob cleo"),
            ("ada's first window", "ada", "comes", "ada bob cleo"),
            ("ada's second window", "ada", "second window", "ada bob cleo"),
        ):
            before = platform.counts()
            seen = await platform.come(name, user)
            if not seen.opened:
                return trip
            platform.note(f"{name.capitalize()} was opened.", kind, here, before, name)
        if seen.no_text:
            return trip
        elsewhere = await platform.come("dora's window", "dora", OTHER)
        dora = platform.open.pop("dora's window")
        before = platform.counts()
        for name, kind, here in (
            ("ada's second window", "window closed", "ada bob cleo"),
            ("ada's first window", "leaves", "bob cleo"),
            ("cleo's window", "leaves", "bob"),
        ):
            before = platform.counts()
            await platform.leave(name)
            platform.note(f"{name.capitalize()} was closed.", kind, here, before)
        trip.notes |= {"steps": platform.steps, "dora": [said.data for said in elsewhere.said]}
        await platform.leave("bob's window")
        await dora.leave()
        trip.ghosts = opened.members
    return trip


async def _guests(answer: Any, stage: Stage) -> Trip:
    if problem := problem_of(answer):
        return Trip(problem)
    trip = Trip()
    stage.lend(windows={})
    async with sockets(answer, stage) as opened:
        platform = Platform(opened, trip)
        await platform.come("ada's window", "ada", 9)
        guest = await platform.come("a guest's window", "", 9)
        if guest.error is not None and guest.state != "silent":
            trip.notes["goodbye"] = f"{type(guest.error).__name__}: {guest.error}"
            guest.error = None
        before = platform.counts()
        await platform.come("bob's window", "bob", 9)
        platform.note("A guest came and went, then Bob came.", "guest", "ada bob", before)
        trip.notes["steps"] = platform.steps
        trip.ghosts = max(0, opened.members - 2)
    return trip


def _of_kind(judge: Judge) -> Judge:
    return lambda evidence: None if evidence.result.problem else judge(evidence)


def _lets_in(evidence: Evidence) -> Finding:
    trip = evidence.result
    if trip.problem:
        return missed(trip.problem[1], "A consumer of Channels.", trip.problem[0])
    for name, seen in trip.sockets.items():
        if name.startswith("a guest"):
            continue
        if seen.state == "silent":
            did = f"{name.capitalize()} was neither accepted nor closed."
            return missed(did, "It opens.", "never-accepted")
        if seen.state in ("refused", "closed"):
            return missed(
                f"{name.capitalize()} was closed by your consumer.", "It opens.", "user-turned-away"
            )
    return met("Those who are signed in got their sockets.")


def _guest(evidence: Evidence) -> Finding | None:
    trip = evidence.result
    guest = trip.sockets["a guest's window"]
    expected = "The socket is closed and never accepted."
    if guest.opened:
        did = "A guest's socket was accepted"
        did += " and then closed." if guest.state == "closed" else "."
        return missed(did, expected, "guest-let-in")
    if guest.state == "silent":
        did = "A guest's socket was neither accepted nor closed."
        return missed(did, expected, "guest-kept-waiting")
    if error := trip.notes.get("goodbye"):
        did = f"A guest was refused. Then your consumer raised `{error}`."
        return missed(did, "No error.", "guest-says-goodbye")
    (step,) = trip.notes["steps"]
    for got in step.lists.values():
        if got != {"here": step.here}:
            did = f"{step.what} A window got {shown(got)}."
            return missed(did, f"{shown({'here': step.here})}.", "guest-counted")
    return met("A guest was refused, and nobody noticed.")


def _lists(evidence: Evidence) -> Finding | None:
    trip = evidence.result
    for seen in trip.sockets.values():
        if seen.no_text:
            did = f"Your consumer sent an object of type `{seen.no_text[0]}`."
            return missed(did, "Text.", "sent-no-text")
        for said in seen.said:
            if said.data is None:
                return missed(f"A socket got {shown(said.text)}.", "JSON text.", "news-is-no-json")
    if "steps" not in trip.notes:
        return None
    for step in trip.notes["steps"]:
        for name, got in step.lists.items():
            if got != {"here": step.here}:
                ever = any(max(each.new.values()) for each in trip.notes["steps"] if each.who)
                return _wrong_list(step, name, got, ever)
    for got in trip.notes["dora"]:
        if got != {"here": ["dora"]}:
            did = f"Dora looks at train {OTHER}, alone. She got {shown(got)}."
            return missed(did, "Only herself.", "colleague-of-another-train")
    if not trip.notes["dora"]:
        did = f"Dora looks at train {OTHER}, alone. She got nothing."
        return missed(did, "Herself.", "newcomer-not-told")
    return met(f"After each of {count(len(trip.notes['steps']), 'step')} all lists were right.")


def _wrong_list(step: Step, name: str, got: Any, ever: bool) -> Finding:
    expected = f"{shown({'here': step.here})}, on every open window."
    did = f"{step.what} "
    did += (
        f"{name.capitalize()} {'has got nothing yet' if got is None else f'last got {shown(got)}'}."
    )
    return missed(did, expected, _why(step, name, got, ever))


def _why(step: Step, name: str, got: Any, ever: bool) -> str:
    told = [one for one, number in step.new.items() if number]
    names = got.get("here") if isinstance(got, dict) else None
    if got is None or (not step.new[name] and step.kind in ("comes", "second window")):
        if not told and not ever:
            return "presence-not-told"
        return "newcomer-not-told" if name == step.who else "others-not-told"
    if not isinstance(names, list) or set(got) != {"here"}:
        return "other-presence-list"
    if not all(isinstance(one, str) for one in names):
        return "other-presence-list"
    if "dora" in names:
        return "colleague-of-another-train"
    if sorted(names) == step.here:
        return "names-not-in-order"
    if sorted(set(names)) == step.here:
        return "window-named-twice"
    if step.kind == "window closed" and "ada" not in names:
        return "window-for-a-person"
    if step.kind == "leaves":
        return "still-named" if step.new[name] else "leaving-not-told"
    return "other-presence-list"


PRESENCE = Task(
    name="Presence",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(
        Trial(USERS, _users, prepare=prepare),
        Trial(GUESTS, _guests, prepare=prepare),
    ),
    requirements=(
        Requirement("A user's socket opens", _lets_in),
        Requirement("All who look at a train know who is here", _of_kind(_lists), USERS),
        Requirement("A guest is sent away", _of_kind(_guest), GUESTS),
        Requirement("Who leaves is in no group any more", _of_kind(NO_GHOSTS.judge)),
    ),
    hints=(
        "A name is on the list as long as one of its windows is open. What must you count, and what does "
        "each train have of its own?",
        "`connect`: ask who it is, then accept, join the group, count the window, tell the group. In which "
        "order does `disconnect` undo that?",
        "A guest is refused by `await self.close()` and a `return`. Channels then calls `disconnect` for this "
        "socket too. What on `self` can say that it was never in?",
        "`windows.setdefault(train, Counter())[name] += 1`, and `-= 1` at the end. The list is `sorted(name "
        "for name, number in windows[train].items() if number)`.",
    ),
    why=(
        "Windows are counted for each train and name, so the last one decides. The count is changed before the "
        "group is told. And `disconnect` undoes only what `connect` has done."
    ),
    reflect="Before you go on, say where the counts must stand when the site has four processes.",
)
