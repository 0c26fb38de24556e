"""What `serve_until` can do wrong."""

from __future__ import annotations

from nightline.checks.running import SET
from nightline.checks.running.texts import STOP, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about(STOP)
register(
    _entry(
        "until-visitors-one-by-one",
        "one visitor after another",
        "A visitor came, and you were still busy with the one before. A server that awaits each answer itself serves one "
        "at a time.",
        "Who could await the answer in your place, so that you can take the next visitor?",
        1,
    ),
    _entry(
        "until-stop-looked-now-and-then",
        "a look now and then",
        "A visitor stood in the queue while you slept. Looking every now and then is late for everybody, and wakes up "
        "for nobody most of the time.",
        "Which wait ends at the moment when somebody comes? And which one when the stop comes?",
    ),
    _entry(
        "until-nobody-taken",
        "nobody was served",
        "Visitors came before the stop, and none of them was served.",
        "Which line takes a visitor out of the queue? Is it reached before the stop?",
    ),
    _entry(
        "until-took-somebody-new",
        "somebody new after the stop",
        "The stop was set, and then another visitor was taken. A wait for the next visitor was still open, or the loop went "
        "on until the queue was empty.",
        "At the moment of the stop, which of your tasks waits for visitors? What must happen to it?",
    ),
    _entry(
        "until-cut-before-the-bound",
        "cut off too early",
        "A visitor was inside and still had time. A bound is what they may use, and not only the longest that you wait.",
        "What ends visits at the stop in your code: a cancel, a task group, an error? Give them the bound first.",
    ),
    _entry(
        "until-left-them-inside",
        "returned while somebody was inside",
        "You returned, and somebody was still being served. When the program ends now, that visitor loses the ticket.",
        "Which of your tasks are still at work at this moment? Wait for them, with the bound.",
    ),
    _entry(
        "until-returned-before-the-cleanup",
        "returned before the cleanup",
        "`cancel` only asks a task to end. This one still cleaned up, and you had returned.",
        "After you have cancelled a task, what tells you that it has ended?",
    ),
    _entry(
        "until-stop-not-heard",
        "the stop was not heard",
        "You waited for the next visitor, and nobody came any more. That wait does not know about the stop, so it goes on for "
        "ever.",
        "Two things can happen next: a visitor or the stop. How can you wait for both?",
        43,
    ),
    _entry(
        "until-bound-not-kept",
        "a bound that does not hold",
        "Somebody needs very long, and you waited longer than the bound allows. What starts the new version does not wait: "
        "it kills the process, with everybody in it.",
        "Which call waits for several tasks and gives up after a time? What remains to be done then?",
        115,
    ),
    _entry(
        "until-a-bound-for-each",
        "a bound for each visitor",
        "The bound began anew for each visitor. With many of them inside, the stop takes many times as long.",
        "From which moment does the bound count? Wait once, for all of them.",
        35,
    ),
    _entry(
        "until-cleaned-one-by-one",
        "cleanups one after another",
        "You cancelled one visitor, waited until it had cleaned up, and only then cancelled the next.",
        "Cancel all of them first. Then wait once.",
    ),
    _entry(
        "until-waits-the-whole-bound",
        "the whole bound, in any case",
        "Everybody was done long before, and you still waited until the bound was over. Each new version of the site would "
        "take that long to start.",
        "Which wait ends when all tasks are done, and at the latest after the bound?",
    ),
    _entry(
        "until-returns-too-late",
        "a late return",
        "Nobody was inside any more, and you had not returned.",
        "What did your function wait for at that moment?",
    ),
    _entry(
        "until-cut-list-in-no-order",
        "visitors in another order",
        "The right visitors, but not in the order in which they came. A set has no order, and `asyncio.wait` gives sets. "
        "And a list that grows as visits end has the order of their ends.",
        "Which kind of object remembers the order in which you put visitors in?",
    ),
    _entry(
        "until-tasks-instead-of-visitors",
        "tasks where visitors are needed",
        "You returned tasks. The colleague wants to write to visitors, and cannot write to a task.",
        "When you start a task, you know its visitor. Where can you keep that?",
    ),
    _entry(
        "until-cut-list-wrong",
        "a list of other visitors",
        "The list shall hold those who were inside when the bound was over, and nobody else.",
        "Who is told in your list, and was not cut off? Who is missing?",
    ),
    _entry(
        "until-one-who-left-ended-all",
        "one who left ended all",
        "One visitor left, and the ConnectionError of that visit reached your server. The others did nothing wrong and lost "
        "their ticket.",
        "Which error means that a visitor left? Where must it be caught, so that it ends only this visit?",
    ),
    _entry(
        "until-wait-without-tasks",
        "a wait for nobody",
        "`asyncio.wait` needs at least one task, and here nobody was inside.",
        "What shall happen when there is nobody to wait for?",
    ),
)
register(
    _entry(
        "until-not-cut-off",
        "nobody was cut off",
        "The bound was over and you returned, and this visit still went on. `asyncio.wait` gives up waiting, and cancels "
        "nobody.",
        "Which tasks did the wait leave at work? What must happen to them before you return?",
    ),
    _entry(
        "until-emptied-the-queue",
        "a visitor who is lost",
        "A visitor came after the stop. Somebody took them out of the queue and did not serve them, so the next server "
        "will not find them.",
        "Which line of yours still takes visitors after the stop? Let them stand in the queue.",
    ),
    _entry(
        "until-two-of-one-name",
        "two visitors of one name",
        "Two visitors with the same name were inside, and you remembered one of them. A dict has one value for each key, "
        "and a set has each value once.",
        "Two visitors may be equal. Which objects of yours are never equal, one for each visit?",
    ),
    _entry(
        "until-leaving-not-caught",
        "a visitor's error that stays in the task",
        "A visitor left, and the task of that visit failed. Python reports it later as an error that nobody looked at, "
        "and somebody will search for a mistake that is none.",
        "Where is this error no surprise? Catch it there, and only this one.",
    ),
)
know_error("is empty", "until-wait-without-tasks", sets=SET)
