"""What goes wrong when a page says who is here, one entry each."""

from __future__ import annotations

from nightline.checks.sockets import SET
from nightline.checks.sockets.mistakes import GROUP, LESSON, ONE
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

BRANCH = "Branch line: the way in"

register(
    Diagnosis(
        "guest-let-in",
        "a guest's socket that opened",
        "Somebody who is not signed in got a socket. A close after `accept` comes too late: the guest was in, "
        "and may have read something.",
        "What in the scope says whether a user is signed in? Where must you ask it?",
        LESSON,
        BRANCH,
    ),
    Diagnosis(
        "guest-kept-waiting",
        "a guest at a closed door, without a word",
        "Your consumer neither accepted nor closed the guest's socket. Their page connects for ever.",
        "Which call says no?",
        LESSON,
        "When it goes wrong",
    ),
    Diagnosis(
        "guest-says-goodbye",
        "a goodbye of somebody who was never in",
        "Channels calls `disconnect` for a socket that was refused, too. Your method undoes there what "
        "`connect` had never done.",
        "How can `disconnect` know whether this socket was let in?",
        LESSON,
        BRANCH,
    ),
    Diagnosis(
        "guest-counted",
        "a guest among the names",
        "A guest came and was sent away. Afterwards the others read another list than before.",
        "Which lines of `connect` run after `close`? What does `disconnect` do for a guest?",
    ),
    Diagnosis(
        "user-turned-away",
        "a user whose socket did not open",
        "Somebody who is signed in wants to look, and their socket was not opened.",
        "For whom do you call `close`, and for whom `accept`?",
        LESSON,
        ONE,
    ),
    Diagnosis(
        "presence-not-told",
        "a list that nobody gets",
        "Users came, and no socket was told who is here.",
        "After somebody has come, what do you send to the group? Is there a method for its type?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "newcomer-not-told",
        "a newcomer who is not told",
        "Whoever comes is told nothing, until somebody else comes or goes. The group was told before they were "
        "in it, or only the others were told.",
        "In which order do you join the group and tell it?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "others-not-told",
        "others who are not told",
        "Who came was told, and those who were there were not. `self.send` goes over one socket.",
        "Which call reaches everybody who looks at this train?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "leaving-not-told",
        "nobody hears of a goodbye",
        "Somebody closed their last window. Those who stayed were not told.",
        "Which method runs when a socket is closed? What must it say to the others?",
    ),
    Diagnosis(
        "still-named",
        "somebody who has left and is still named",
        "The others were told, and the list still held the name of the one who had left.",
        "In which order do you take the name away and tell the others? Is it taken away at all?",
    ),
    Diagnosis(
        "window-for-a-person",
        "a window taken for a person",
        "Somebody had two windows open and closed one. They were taken off the list, and still look on.",
        "What must you keep for each name, to know which window is the last one?",
    ),
    Diagnosis(
        "window-named-twice",
        "a name that stands twice",
        "Somebody with two windows was listed for each of them.",
        "Which kind of object holds each name once?",
    ),
    Diagnosis(
        "names-not-in-order",
        "names in another order",
        "The names are right, and they do not stand in the order of the alphabet.",
        "Which function puts a list in order?",
    ),
    Diagnosis(
        "colleague-of-another-train",
        "a colleague of another train",
        "Somebody who looks at another train was named, or was told.",
        "What must be kept for each train apart: the group, the names, or both?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "other-presence-list",
        "another list",
        "The message came, and it does not say what the docstring asks for.",
        "Compare it with the example in the docstring.",
    ),
    Diagnosis(
        "user-in-place-of-name",
        "a user in place of a name",
        "The user is an object, with an account behind it. It is neither a name nor JSON.",
        "Which method in the docstring gives the name?",
    ),
    Diagnosis(
        "train-not-there-yet",
        "a train that is not in the dict yet",
        "The dict is empty when the first socket of a train opens. Reading a key that is not there raises.",
        "What does `setdefault` of a dict do?",
    ),
    Diagnosis(
        "property-called",
        "brackets behind something that is no method",
        "`is_authenticated` is a value, True or False. It cannot be called.",
        "Which of the two names in the docstring has brackets?",
    ),
)
register(
    Diagnosis(
        "set-of-names",
        "a set given to JSON",
        "JSON has lists and no sets. A set has no order either, and the names come in order of the alphabet.",
        "Which function of Python makes a list in order of whatever you give it?",
    ),
    Diagnosis(
        "guest-ends-in-an-error",
        "a guest sent away by an error",
        "An error in `connect` ends the consumer, and counts as a mistake of ours. A guest's visit is none: the socket "
        "is only to be refused.",
        "What does the lesson's `WhoAmI` call in place of `accept`?",
        LESSON,
        BRANCH,
    ),
)
know_error("without primary key value are unhashable", "user-in-place-of-name", sets=SET)
know_error("Object of type User is not JSON", "user-in-place-of-name", sets=SET)
know_error("KeyError: ", "train-not-there-yet", sets=SET, line="[self.train][")
know_error("'bool' object is not callable", "property-called", sets=SET)
know_error("Object of type method is not JSON", "other-presence-list", sets=SET)
know_error("Object of type set is not JSON", "set-of-names", sets=SET)
know_error("PermissionError", "guest-ends-in-an-error", sets=SET)
