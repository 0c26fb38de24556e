"""The mistakes that the task `overlap_two` can name, and the errors that give them away."""

from __future__ import annotations

from nightline.checks.starting import SET
from nightline.checks.starting.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("A task starts now")

register(
    _entry(
        "nothing-started",
        "three questions one after another",
        "`await` waits for its answer before the next line runs. It does not start work in the "
        "background, so the waits add up.",
        "Which question needs no other answer? Start it before you wait for anything.",
        3,
    ),
    _entry(
        "plan-is-no-start",
        "a plan that was taken for a start",
        "The call gave you a plan, and a plan does not run. It began at the line that awaits it, "
        "when the other answers were there already.",
        "Print the type of what your call gives. What must happen to it, so that it starts now?",
        17,
    ),
    _entry(
        "started-too-late",
        "a question that was asked behind a wait",
        "The question went out only when an `await` in an earlier line had ended. During that wait "
        "nothing knew of it.",
        "The menu needs no berth. How far up can the line move that starts it?",
    ),
    _entry(
        "waited-too-early",
        "a wait for the menu before the price is asked",
        "The berth was known, but your function also waited for the menu before it asked for the "
        "price. The price needs the berth only.",
        "Which two questions belong together? Finish both before you wait for the third.",
    ),
    _entry(
        "menu-abandoned",
        "a question that you gave up",
        "The menu was still on its way, and your code stopped waiting for it. A slow answer is no "
        "wrong answer: the page needs it.",
        "Which line ends that wait before the answer is there? What should end it?",
    ),
    _entry(
        "polled-for-an-answer",
        "a look now and then in place of a wait",
        "Your code sleeps for a fixed time and looks again. The answer comes in between, and waits "
        "for your next look.",
        "What can you await that ends when the answer is there?",
        16,
    ),
    _entry(
        "question-left-out",
        "a question that was not asked",
        "Your function returned without asking it. What it gives for this train will be wrong for the "
        "next one.",
        "Which of the three functions is not called? What do the other two need from it?",
    ),
    _entry(
        "train-fixed",
        "always the same train",
        "Your code asks for a train, or a berth, that it names itself. The caller asked for another "
        "train.",
        "In which name does your function get the train? Print it first.",
    ),
    _entry(
        "stand-in-read",
        "a table of the stand-ins",
        "The table belongs to the stand-ins above. They answer for your own trials, and a check has "
        "other trains and other answers.",
        "Which function would give you this value, for any train?",
    ),
    _entry(
        "two-values-wanted",
        "another number of values",
        "The caller unpacks two values: the menu and the price.",
        "Which of the things in your `return` line does the caller want? Give those two.",
    ),
    _entry(
        "task-for-value",
        "a task where its value is needed",
        "A task stands for a running plan. It is not the value: that comes out where you await it.",
        "Print the type of what you hand on. Which word gives the value of a task?",
    ),
    _entry(
        "plan-for-value",
        "a plan where its value is needed",
        "You handed on the plan itself, and nothing ever ran it. Its value exists only after the "
        "wait.",
        "Which word belongs before the call, or before the name that holds it?",
        5,
    ),
    _entry(
        "menu-and-price-swapped",
        "menu and price the other way round",
        "Both parts are right, and their order is not. The caller unpacks the menu first.",
        "Compare your `return` line with the “Returns” line of the docstring.",
    ),
    _entry(
        "price-of-what",
        "the price of something that is no berth",
        "`price_of` takes a berth, the answer of `find_berth`. So it cannot be asked before that "
        "answer is there.",
        "What does `find_berth` give you? Print it, then hand it on.",
    ),
)
know_error("price_of takes a berth, got a Task", "task-for-value", sets=SET)
know_error("price_of takes a berth, got a Future", "task-for-value", sets=SET)
know_error(
    "price_of takes a berth, got a coroutine", "plan-for-value", sets=SET, explains_unrun=True
)
know_error("is no berth of this train", "price-of-what", sets=SET)
know_error("is not the train that was asked for", "train-fixed", sets=SET)
know_error("KeyError: 'Fjord 12'", "stand-in-read", sets=SET)
know_error("KeyError: 'car 7, berth 44'", "stand-in-read", sets=SET)
know_error("TimeoutError", "menu-abandoned", sets=SET, cell="overlap_two")
