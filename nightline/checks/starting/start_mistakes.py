"""The mistakes that the task `start_all` can name, and the errors that give them away."""

from __future__ import annotations

from nightline.checks.starting import SET
from nightline.checks.starting.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("A task starts now")

register(
    _entry(
        "values-for-tasks",
        "values where tasks are wanted",
        "`await` inside the loop waits for that plan and gives its value. The next plan begins "
        "only when this one is done, and the caller gets no task.",
        "Which call gives a plan to the event loop and returns at once?",
        1,
        10,
    ),
    _entry(
        "awaited-at-once",
        "a task awaited right behind its start",
        "`create_task` starts the plan, and the `await` right behind it waits until that one is "
        "done. So nothing else is started meanwhile.",
        "Start now, await later: which line should do the waiting?",
        17,
    ),
    _entry(
        "waited-in-start",
        "a wait where only a start is wanted",
        "Your function waits for the plans itself. During that time the caller can do nothing else.",
        "Who should wait for the tasks? Return before any of them is done.",
    ),
    _entry(
        "pause-in-start",
        "a pause where only a start is wanted",
        "Your function waits for a while before it returns. A task needs no pause to begin: it "
        "begins as soon as the thread is free, and the caller sees to that.",
        "Which line of yours waits? Take it away, and look at the rows of your trial.",
    ),
    _entry(
        "plans-for-tasks",
        "plans that nobody started",
        "Your list holds the plans as they came. A plan in a list does not run.",
        "Which call turns a plan into a task that the event loop drives?",
        17,
    ),
    _entry(
        "plan-kept-for-task",
        "the plan kept in place of its task",
        "`create_task` started each plan and gave you a task. Your list holds the plan, and the "
        "task is lost: nobody can await it now.",
        "Give a name to what `create_task` returns. Which of the two belongs into the list?",
        18,
    ),
    _entry(
        "gather-for-tasks",
        "one future for all of them",
        "`gather` starts the plans, but gives one object for all of them. The caller wants a task "
        "for each, to await them where they are needed.",
        "Which call makes one task from one plan? Call it for each.",
    ),
    _entry(
        "only-the-first",
        "a return inside the loop",
        "Your function returned during the first round of its loop. The plans behind it were "
        "never started.",
        "How far is your `return` line indented? What runs after it?",
    ),
    _entry(
        "only-the-last",
        "a list made anew in each round",
        "Every plan was started, and the caller gets one task only. The tasks before it are lost: "
        "your list was made again, or its name given away again.",
        "What does your list hold after the second round? Print it there.",
        18,
    ),
    _entry(
        "one-task-for-all",
        "one task that drives all plans",
        "Your task runs a coroutine of yours that goes through all the plans. The caller wants a "
        "task for each, to await them where they are needed.",
        "How many tasks does the caller want? Call `create_task` as often.",
    ),
    _entry(
        "plan-left-out",
        "a plan without a task",
        "Not every plan you were given has its task in the list. The rest never began, or nobody "
        "can await it.",
        "Through which plans does your loop go? Print how many there are, and how many tasks.",
    ),
    _entry(
        "plans-ignored",
        "tasks of other plans than those given",
        "Your function started plans that it made itself. The plans in `coros` never began.",
        "Which name holds what the caller gave you? Start those plans.",
    ),
    _entry(
        "tasks-in-another-order",
        "tasks in another order",
        "Every plan has its task, but in another order than the plans, or in a set, which has no "
        "order. So the caller cannot tell which task is whose.",
        "In which order do you fill your collection, and does it keep that order?",
        20,
    ),
    _entry(
        "list-kept-between-calls",
        "one list for every call",
        "Your list was made once, before the call. So a later call finds in it what an earlier one "
        "left there.",
        "Which line makes your list, and how often does that line run?",
    ),
    _entry(
        "plan-called-again",
        "a call of what is already a plan",
        "You got plans. Whoever called your function wrote the brackets already: "
        '`send_ticket("Ada")`.',
        "What do you hand to `create_task`? Take the brackets behind it away.",
    ),
    _entry(
        "one-task-for-a-list",
        "several plans for one task",
        "`create_task` takes one plan and gives one task. You handed it all the plans at once.",
        "How many tasks does the caller want? Call `create_task` as often.",
    ),
)
_signs = (
    ("create_task() takes 1 positional", "one-task-for-a-list", ""),
    ("a coroutine was expected, got [", "one-task-for-a-list", "create_task("),
    ("a coroutine was expected, got <generator", "one-task-for-a-list", "create_task("),
    ("Set of Tasks/Futures is empty", "waited-in-start", "start_all"),
    ("'coroutine' object is not callable", "plan-called-again", "create_task("),
)
for _message, _key, _cell in _signs:
    know_error(_message, _key, sets=SET, cell=_cell)
