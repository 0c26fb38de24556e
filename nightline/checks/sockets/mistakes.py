"""What any consumer of set 20 can do wrong, and the requirements that all its tasks share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.sockets import SET
from nightline.checks.sockets.driver import CLOSING, OPENING, Seen
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Judge,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)

LESSON = "20"
ONE = "The other end of a socket"
GROUP = "Groups, and the channel layer"
TURN = "Three messages over one socket"
TASKS = "A task for each message"
THREADS = "Five visitors at once"
WRONG = "When it goes wrong"

register(
    Diagnosis(
        "no-consumer",
        "a class that is no consumer",
        "`as_asgi()` comes from the classes of Channels. Yours does not inherit from one of them, so no "
        "server could use it.",
        "What stands in the brackets behind the class's name in the lesson?",
        LESSON,
        ONE,
    ),
    Diagnosis(
        "async-in-a-plain-consumer",
        "async def in a consumer for plain functions",
        "A `WebsocketConsumer` has its methods called in a thread, where nobody awaits. A call of an "
        "`async def` method there makes a plan, and nothing runs it.",
        "Which class of Channels awaits its methods?",
        LESSON,
        ONE,
    ),
    Diagnosis(
        "never-accepted",
        "a socket that nobody accepted",
        "The server asks whether the socket may open, and waits for your answer. Without one the visitor "
        "sees a page that connects for ever. There is no error.",
        "Which call of the consumer says yes? In which of the three methods must it stand?",
        LESSON,
        WRONG,
        misconceptions=(100,),
    ),
    Diagnosis(
        "closed-in-place-of-accepted",
        "a socket that was closed",
        "Your consumer closed the socket, and the visitor had done nothing wrong. What they send after that "
        "reaches nobody.",
        "Which line of yours calls `close`? When should that line run?",
    ),
    Diagnosis(
        "sent-before-accept",
        "a message before the socket is open",
        "Until `accept`, the socket is not open, and nothing can go over it. A server raises.",
        "In which order do `accept` and `send` stand in `connect`?",
        LESSON,
        ONE,
    ),
    Diagnosis(
        "accepted-twice",
        "a socket accepted twice",
        "A socket is opened once. A second `accept` is a message that no server expects.",
        "Where is `accept` called? Does one of these lines stand in a method that the other one calls?",
        LESSON,
        ONE,
    ),
)
register(
    Diagnosis(
        "type-without-handler",
        "a message that nobody can take",
        "A group's message goes to the method of its type, with `_` for each dot. There is no such method, so "
        "every consumer of the group raises, and all their sockets end.",
        "Which method would the type in your `group_send` need? Compare the letters.",
        LESSON,
        GROUP,
        misconceptions=(101,),
    ),
    Diagnosis(
        "handler-without-message",
        "a method that takes no argument",
        "Channels calls a method for a group's message with the message, and `disconnect` with a code. The "
        "one in the error line takes nothing but `self`.",
        "What stands in the brackets of `radio_said` and of `disconnect` in the lesson?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "message-without-type",
        "a message without a type",
        "Channels looks for the method that is named like the message's `type`. Yours has none, so nobody "
        "knows what to call.",
        "What did the dict of `group_send` hold in the lesson?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "group-name-refused",
        "a group whose name is not allowed",
        "A group's name has letters of ASCII, digits, hyphens, underscores and dots. It must be text. Everything "
        "else is refused, and the error ends the socket.",
        "Print the name of your group. Which character is not on that list?",
        LESSON,
        WRONG,
        misconceptions=(102,),
    ),
    Diagnosis(
        "group-and-channel-swapped",
        "the group and the channel exchanged",
        "The first argument is the group's name, and the second one this consumer's channel. A channel's name "
        "is not allowed as the name of a group.",
        "Compare the order of your two arguments with the lesson's.",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "group-gets-no-dict",
        "a group's message that is no dict",
        "The channel layer carries dicts. The `type` in it says which method takes it.",
        "Which two things did the lesson put into the message for the group?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "ghost-in-the-group",
        "a ghost in the group",
        "The layer does not know when a socket is closed. A channel stays on the group's list until "
        "somebody takes it off, and each message is put into its queue for nobody.",
        "Which call takes a channel off the list? Which method runs when the socket is closed?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "off-another-list",
        "a channel taken off, and still on a list",
        "Your code takes a channel off a group. When all was closed, a channel was still on a list: the "
        "group is another one, or not every socket came to that line.",
        "Compare the two arguments of `group_add` and `group_discard`, letter by letter. When does each line run?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "told-when-closed",
        "a list of your own with closed sockets",
        "Your code still sends to a socket that is closed. A list of consumers grows with each visitor, "
        "and it knows only those of this process.",
        "Which part of Channels keeps such a list for you? Which call takes a socket off it again?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "group-without-a-channel",
        "a group without a channel",
        "The list was named, and not what to put on it or take off. Both calls need the channel of this "
        "consumer, too.",
        "Which attribute of the consumer holds the name of its channel?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "value-not-in-the-message",
        "a value that is not in the message",
        "The message for the group is a dict, and your method asks it for a key that it does not have.",
        "Compare this key with those that you wrote where you send to the group.",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "sent-no-text",
        "something that is no text",
        "A socket carries text or bytes. A dict, a list or a number must become text before it is sent.",
        "Which function of `json` makes text of a dict?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "goodbye-not-heard",
        "a consumer that did not end",
        "The visitor had left, and the consumer was still there. The end of a socket is a message, too. It waits "
        "while a method of the consumer is busy.",
        "Which of your methods waits for something that never comes?",
        LESSON,
        TURN,
    ),
)
know_error("before the socket was accepted", "sent-before-accept", sets=SET)
know_error("accepted twice", "accepted-twice", sets=SET)
know_error("No handler for message type", "type-without-handler", sets=SET)
know_error("Incoming message has no 'type'", "message-without-type", sets=SET)
know_error("takes 1 positional argument but 2 were given", "handler-without-message", sets=SET)
know_error("Group name must be", "group-and-channel-swapped", sets=SET, line="(self.channel_name,")
know_error("Group name must be", "group-name-refused", sets=SET)
know_error("Channel name must be", "group-and-channel-swapped", sets=SET)
know_error("required positional argument: 'channel'", "group-without-a-channel", sets=SET)
for name in ("news", "message", "event"):
    know_error("KeyError: ", "value-not-in-the-message", sets=SET, line=f"{name}[")
know_error("Message is not a dict", "group-gets-no-dict", sets=SET)
know_error("missing 1 required positional argument: 'message'", "group-gets-no-dict", sets=SET)
know_error("the text of a message must be", "sent-no-text", sets=SET)
know_error("You must pass one of bytes_data or text_data", "sent-no-text", sets=SET)


@dataclass
class Trip:
    """What a trial saw.

    Args:
        problem: what is wrong with the answer's kind; then nothing else was tried.
        sockets: what happened to each socket, by the name that the trial gives it.
        ghosts: how many channels of closed sockets were left in groups.
        notes: what else the trial looked at.
    """

    problem: tuple[str, str] | None = None
    sockets: dict[str, Seen] = field(default_factory=dict)
    ghosts: int = 0
    notes: dict[str, Any] = field(default_factory=dict)


def of_trip(judge: Callable[[Evidence], Finding | None]) -> Judge:
    """A judge that cannot tell where no socket was opened."""

    def look(evidence: Evidence) -> Finding | None:
        trip = evidence.result
        if trip.problem or not any(seen.opened for seen in trip.sockets.values()):
            return None
        return judge(evidence)

    return look


def _opens(evidence: Evidence) -> Finding:
    trip = evidence.result
    if trip.problem:
        key, did = trip.problem
        return missed(did, "A consumer of Channels.", key)
    for seen in trip.sockets.values():
        if seen.state == "silent":
            did = f"A visitor waited {seconds(OPENING)}. The socket was neither opened nor closed."
            return missed(did, "It opens at once.", "never-accepted")
        if seen.state in ("refused", "closed"):
            did = "The consumer closed the socket of a visitor."
            return missed(did, "It stays open.", "closed-in-place-of-accepted")
    return met(f"{count(len(trip.sockets), 'socket')} opened.")


OPENS = Requirement("The socket opens and stays open", _opens)


def _no_ghosts(evidence: Evidence) -> Finding:
    for seen in evidence.result.sockets.values():
        if seen.goodbye >= CLOSING:
            did = f"A visitor left. {seconds(CLOSING)} later the consumer was still busy."
            return missed(did, "It ends at once.", "goodbye-not-heard", in_time=True)
    if ghosts := evidence.result.ghosts:
        did = f"After the sockets were closed, {count(ghosts, 'channel')} still stood in groups."
        key = "ghost-in-the-group"
        if names := evidence.result.notes.get("discarded"):
            did += f" Your code took channels off the group {shown(names[0])}."
            key = "off-another-list"
        return missed(did, "None.", key)
    for seen in evidence.result.sockets.values():
        if seen.late and "is_told" in evidence.result.notes:
            did = f"A socket was closed. Later your code sent it {shown(seen.late[0].text)}."
            return missed(did, "Nothing is sent to it any more.", "told-when-closed")
    return met("Who left is in no group any more.")


NO_GHOSTS = Requirement("Who leaves is in no group any more", of_trip(_no_ghosts))
