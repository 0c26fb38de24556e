"""The mistakes that the task `QuoteDesk` can name."""

from __future__ import annotations

from nightline.checks.loops import SET, texts
from nightline.judging.errors import know_error

texts.entry(
    "line-of-another-loop",
    "one line for two loops",
    "A line works only on the loop that opened it. Here another loop used it. The same thread may run one "
    "loop after the other, and each needs its own line.",
    "By what do you find the line again? Which call tells the loop that runs now?",
    texts.BRANCH,
    49,
)
texts.entry(
    "lock-of-another-loop",
    "one lock for two loops",
    "An asyncio lock belongs to the loop on which somebody first had to wait for it. On the next loop it "
    "fails.",
    "Where do you make the lock? Which loop should have which lock, or can you do without one?",
    texts.WRONG,
    49,
)
texts.entry(
    "lock-across-await",
    "a threading.Lock held across an await",
    "While one coroutine holds this lock and waits, another one asks for it in the same thread. It would "
    "keep the thread, and the first one could never go on.",
    "What must be protected: the wait, or only the look into your dict?",
    texts.BRANCH,
    46,
)
texts.entry(
    "line-opened-twice",
    "a check, then a wait, then a write",
    "Several asks began before the first line was open. Each saw that there was none, and each opened one.",
    "What could you store before the wait, so that the next ask finds it?",
    texts.BRANCH,
    45,
)
texts.entry(
    "line-for-each-ask",
    "a new line for each ask",
    "Opening a line takes longer than asking. A line that stays open serves every ask of its loop.",
    "Where could your object keep the line until it is closed?",
    texts.BRANCH,
)
texts.entry(
    "closed-line-used",
    "a line that was closed before",
    "After `close` your object still had the old line, and the next `ask` used it.",
    "What must your object forget when it closes a line?",
    texts.BRANCH,
)
texts.entry(
    "other-line-closed",
    "a line of another loop closed",
    "`close` is for the loop that runs now. Another loop may still use its own line.",
    "Which one of your lines belongs to the running loop?",
    texts.BRANCH,
    49,
)
texts.entry(
    "desk-line-left-open",
    "a line that nobody closed",
    "The last `close` was over, and a line was still open. Its carrier waits for nothing.",
    "Does your `close` await the `close` of the line? Of which line?",
    texts.BRANCH,
)
texts.entry(
    "loop-needed-too-early",
    "a loop needed where none runs",
    "Your object is made outside any loop, for the whole program. There is nobody yet who could run a "
    "coroutine or a task.",
    "Which of your methods is called on a running loop? What belongs there?",
    texts.WHICH,
    49,
)
texts.entry(
    "asks-in-turn",
    "asks one after the other",
    "The line is open, and it takes many questions at once. But your object lets only one ask in at a time.",
    "Which part must happen once, and which part may happen for all together?",
    texts.BRANCH,
    1,
)
texts.entry(
    "line-plan-shared",
    "one plan awaited by two",
    "You stored the coroutine that opens the line, and several asks awaited it. A plan runs once, and only "
    "one can wait for it.",
    "Lesson 03 has something that runs a plan and can be awaited by many. What is it?",
    texts.BRANCH,
    7,
)
texts.entry(
    "other-line-forgotten",
    "lines of other loops forgotten",
    "After `close` on one loop your object no longer knew the line of the other loop, which was still "
    "open. So it opened one more.",
    "Which entry of your dict belongs to the running loop? What happens to the others in `close`?",
    texts.BRANCH,
    49,
)
texts.entry(
    "desks-share-a-line",
    "two objects that share their lines",
    "Two desks were made, each with its own `open_line`. The second one used a line of the first. What "
    "stands in the class body belongs to all objects of the class.",
    "Where do you make the dict: once in the class, or for each object in `__init__`?",
    texts.BRANCH,
)
texts.entry(
    "price-kept",
    "a price from before",
    "Your object gave a price that it had kept, and did not ask the line. A price may change at any time.",
    "What should be kept between two asks: the line, or its answers?",
    texts.BRANCH,
)
texts.entry(
    "desk-error-lost",
    "an error that the caller never saw",
    "The line failed, and your `ask` returned a value as if all were well. The caller cannot tell the two "
    "apart.",
    "Which errors does your `except` catch? Who should hear of them?",
    texts.BRANCH,
)
texts.entry(
    "price-not-awaited",
    "a plan in place of a price",
    "`ask` of the line is a coroutine too. You returned the plan, and the caller wanted the price.",
    "Which word is missing before the call?",
    texts.BRANCH,
    5,
)
texts.entry(
    "close-without-line",
    "a line looked up that is not there",
    "Your dict has no line for the running loop, and looking it up raised `KeyError`. `close` may be called "
    "before any `ask`.",
    "Which method of a dict gives a default when the key is missing?",
    texts.BRANCH,
)
know_error("KeyError: <", "close-without-line", sets=SET, cell="class QuoteDesk")
know_error("LineOfAnotherLoop", "line-of-another-loop", sets=SET)
know_error("LineClosed: this line is closed", "closed-line-used", sets=SET)
know_error("OtherLineClosed", "other-line-closed", sets=SET)
know_error("LockHeldHere", "lock-across-await", sets=SET)
know_error(
    "is bound to a different event loop", "lock-of-another-loop", sets=SET, cell="class QuoteDesk"
)
know_error(
    "no running event loop",
    "loop-needed-too-early",
    sets=SET,
    cell="class QuoteDesk",
    explains_unrun=True,
)
know_error("attached to a different loop", "line-of-another-loop", sets=SET, cell="class QuoteDesk")
know_error(
    "coroutine is being awaited already", "line-plan-shared", sets=SET, cell="class QuoteDesk"
)
know_error("cannot reuse already awaited", "line-plan-shared", sets=SET, cell="class QuoteDesk")
