"""What goes wrong at a door: the mistakes that `waiting_room` can show."""

from __future__ import annotations

from nightline.checks.layers import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

BRANCH = "Branch line: who keeps a thread"
register(
    Diagnosis(
        "room-for-everybody",
        "no limit for visitors together",
        "What counts the visitors is made anew for each request. So every visitor has a room of "
        "their own.",
        "Which of your functions runs once for a site? Make it there, and let all share it.",
        "09",
        misconceptions=(48,),
    ),
    Diagnosis(
        "turn-not-held",
        "a page without a turn",
        "More requests reached the page than the room has turns. So some did not hold one: they "
        "took it too late, gave it back too early, or never took it.",
        "Put these in order: take a turn, `get_response`, give it back. Where does each stand?",
        "09",
        misconceptions=(47,),
    ),
    Diagnosis(
        "more-turns-than-allowed",
        "more inside than the operator allows",
        "The limit works, but it is not the operator's. The database is happy with three at a time.",
        "Which number in your code says how many turns there are? Does each turn go back once?",
        "09",
    ),
    Diagnosis(
        "room-too-small",
        "fewer inside than there is room",
        "The database is happy with three at a time. Yours lets fewer in, so visitors wait for "
        "nothing.",
        "A lock has one token. Which tool of lesson 09 has as many as you say?",
        "09",
    ),
    Diagnosis(
        "limit-on-the-visit",
        "a slow page that is cut off",
        "Your time limit also runs while the page is made. A visitor who was let in must get the "
        "page, however long it takes.",
        "Which lines stand inside the timeout's block? Which of them waits at the door?",
        "17",
        BRANCH,
    ),
    Diagnosis(
        "waits-without-limit",
        "a door where one waits for ever",
        "Nothing ends the wait at the door. On a busy day, visitors look at an empty page until "
        "they give up.",
        "Which tool of lesson 06 ends a wait when its time is over?",
        "06",
    ),
    Diagnosis(
        "nobody-waits",
        "visitors turned away at once",
        "Whoever finds the room full is sent away in the same moment. But a turn would have come "
        "within half a second.",
        "To ask whether the room is full is no wait. Which call waits for a turn?",
        "09",
    ),
    Diagnosis(
        "waits-by-looking",
        "a turn that was free while somebody waited",
        "A turn came back, and a visitor at the door did not take it at once. A door that sleeps "
        "and then looks again is late. In the time between, another visitor may be quicker.",
        "Which call of lesson 09 waits for a turn, and wakes you in the moment it is free?",
        "09",
    ),
    Diagnosis(
        "page-goes-on",
        "a page that goes on without its visitor",
        "The visitor left, and their turn went to the next one. But the page is still being made, "
        "so more than three are at work.",
        "What does `shield` keep away from `get_response`? Should a visitor who leaves end it?",
        "06",
    ),
    Diagnosis(
        "turn-for-nobody",
        "a turn that is taken for somebody who has gone",
        "A task of yours went on waiting for a turn after its visitor was told to come back, or had "
        "left. When the turn came it was taken, and nobody gave it back.",
        "Who ends this task when the time is over? And when the visitor leaves?",
        "06",
    ),
    Diagnosis(
        "timeout-not-answered",
        "a time limit without an answer",
        "The time at the door was over, and the error went on to Django. The visitor got an error "
        "page with status 500, as if the site were broken.",
        "Who should catch this error, and what does the docstring say the visitor gets?",
        "17",
        BRANCH,
    ),
    Diagnosis(
        "another-patience",
        "another limit than the operator's",
        "Who waits at the door is told to come back after half a second: not earlier, not later.",
        "When does your clock start, and for how many seconds does it run?",
    ),
    Diagnosis(
        "other-answer-at-the-door",
        "another status at the door",
        "Status 503 says: come back later. Programs that visit a site know what to do with it.",
        "Which argument of `HttpResponse` says the status?",
    ),
    Diagnosis(
        "turned-away-inside",
        "a visitor turned away who got in",
        "Some requests reached the page, although their visitors were told to come back. So the "
        "database worked for nobody.",
        "Follow a request whose time is over at the door. Which line does it reach next?",
    ),
    Diagnosis(
        "no-retry-after",
        "no word on when to come back",
        "The header `Retry-After` tells a program how many seconds to wait before it comes again.",
        "Look at the docstring: which header, and which value?",
    ),
    Diagnosis(
        "turn-kept",
        "a turn that was never given back",
        "A turn is lost: its request is over, and it was not given back. After three of those, nobody "
        "gets in any more.",
        "Which line gives a turn back? Does it also run when `get_response` raises?",
        "06",
        misconceptions=(30,),
    ),
    Diagnosis(
        "turn-given-twice",
        "more turns than there were",
        "Somebody gave back a turn that they never had. From then on the room is too full.",
        "Follow a request that leaves while it waits at the door. Does it reach your `release`?",
        "09",
        misconceptions=(47,),
    ),
    Diagnosis(
        "error-taken-for-the-door",
        "an error of the page taken for the door's",
        "The page raised an error of its own. Your `except` caught it as well, and told the visitor "
        "something else.",
        "Which lines stand in your `try`? Only the wait at the door belongs there.",
        "17",
        BRANCH,
    ),
    Diagnosis(
        "sync-site-changed",
        "a synchronous site that was changed",
        "The synchronous site has a limit of its own, in its server. There your middleware has "
        "nothing to do, and no second limit to add.",
        "What can you return in place of a function of your own, if nothing shall change?",
        "17",
        BRANCH,
    ),
    Diagnosis(
        "room-of-another-loop",
        "one room for several sites",
        "Your room was made outside the function, when the notebook ran. It belongs to the first "
        "event loop that had to wait for it, and this site runs in another one.",
        "Which function runs once for each site? Make the room there.",
        "09",
        misconceptions=(49,),
    ),
    Diagnosis(
        "door-with-without-async",
        "with where async with is needed",
        "To leave this block may need a wait, or to enter it. So it cannot stand in a plain `with`.",
        "Which word stands before `with` in the lesson's `one_by_one`?",
        "17",
        BRANCH,
    ),
)
know_error("TimeoutError", "timeout-not-answered", sets=SET)
know_error("bound to a different event loop", "room-of-another-loop", sets=SET)
know_error("released too many times", "turn-given-twice", sets=SET)
know_error("does not support the context manager", "door-with-without-async", sets=SET)
know_error("AttributeError: __enter__", "door-with-without-async", sets=SET)
