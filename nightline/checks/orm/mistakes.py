"""The mistakes that several tasks of set 16 can show, and the errors that tell them."""

from __future__ import annotations

from nightline.checks.orm import SET
from nightline.judging import view_errors as view_errors  # its signs are the general ones
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

LAZY = "A dot that asks the database (lazy relations)"
RACE = "The berth race"
THREAD = "Who does the work (the thread)"
WRONG = "When it goes wrong"

register(
    Diagnosis(
        "lazy-in-a-coroutine",
        "a dot that asks the database",
        "The row of this relation was not read yet, so touching it is a query. It is a synchronous "
        "one, and Django refuses it in the thread of the event loop.",
        "Which method of a query brings the related row along? Name the relation that you touch.",
        "16",
        LAZY,
        misconceptions=(80,),
    ),
    Diagnosis(
        "queryset-read-plainly",
        "a queryset read in the plain way",
        "`len`, `list`, `sorted`, a plain `for` and a condition all ask the database when they get a "
        "queryset. In a coroutine Django refuses that.",
        "Read the rows once, in the way a coroutine may. What you keep then can be counted and "
        "read as you like.",
        "16",
        WRONG,
        misconceptions=(76,),
    ),
    Diagnosis(
        "queryset-awaited",
        "await in front of a queryset",
        "A queryset only describes a query, so there is nothing to await. It is asked by `async for`, "
        "or by a method whose name begins with `a`.",
        "What do you want of these rows: all of them, the first one, their number?",
        "16",
        WRONG,
        misconceptions=(77,),
    ),
    Diagnosis(
        "no-such-twin",
        "a method that does not exist",
        "The twins are called like the synchronous methods, with one letter `a` before the name. What "
        "only describes a query, such as `filter` and `all`, has none.",
        "Look at the table in the lesson. In which column does your method stand?",
        "16",
        "Ask with an a",
        misconceptions=(79,),
    ),
    Diagnosis(
        "query-per-row",
        "a query for each row",
        "The list is one query. Then each row asked once more for what belongs to it. In another "
        "thread nobody refuses that, and nobody sees it.",
        "Count the queries for a list of one thousand. Which method brings the related row along?",
        "16",
        "The refusal is a help",
        misconceptions=(80,),
    ),
    Diagnosis(
        "query-refused-quietly",
        "a refusal that was caught",
        "Django refused a query in the thread of the event loop. Your code caught the error and went "
        "on without the answer.",
        "Take the `except` away. Which line asks the database?",
        "16",
        WRONG,
    ),
    Diagnosis(
        "orm-connection-left",
        "a connection that nobody closes",
        "Each thread opens a connection of its own. At the end of a request Django closes the one of "
        "the thread that its hops share. It knows nothing of other threads.",
        "Which call took your queries to another thread? Which one stays in the request's thread?",
        "16",
        THREAD,
        misconceptions=(75,),
    ),
    Diagnosis(
        "atomic-in-a-coroutine",
        "a transaction in a coroutine",
        "A transaction belongs to one connection, and so to one thread, from its first line to its "
        "last. A coroutine gives others a turn in the middle, so Django refuses.",
        "Put all its lines into one plain function. How does a coroutine run such a function?",
        "16",
        WRONG,
        misconceptions=(81,),
    ),
    Diagnosis(
        "save-awaited",
        "a plain method with await before it",
        "`await obj.save()` calls `save` first, and only then would it wait. The call itself is the "
        "synchronous one, and Django refuses it.",
        "What is the twin of this method called?",
        "16",
        WRONG,
        misconceptions=(78,),
    ),
    Diagnosis(
        "query-called-not-passed",
        "a call where the function is needed",
        "`sync_to_async` takes a function and calls it in a thread. Yours was called before that, in "
        "the thread of the event loop.",
        "Pass the function itself. Where do its arguments go then?",
        "15",
        misconceptions=(70,),
    ),
)
know_error("'QuerySet' object has no attribute 'a", "no-such-twin", sets=SET)
for name in ("QuerySet", "HoldQuerySet", "BookingQuerySet"):
    know_error(f"object {name} can't be used in 'await'", "queryset-awaited", sets=SET)
know_error("has no attribute 'async_", "no-such-twin", sets=SET)
know_error("has no attribute 'afilter'", "no-such-twin", sets=SET)
know_error("has no attribute 'aall'", "no-such-twin", sets=SET)
know_error("asynchronous context manager protocol", "atomic-in-a-coroutine", sets=SET)
know_error(
    "SynchronousOnlyOperation",
    "values-list-in-pieces",
    sets=SET,
    line="async for",
    cell="values_list(",
)
for refused, why in (
    ("atomic", "atomic-in-a-coroutine"),
    ("sync_to_async(", "query-called-not-passed"),
    (".origin.", "lazy-in-a-coroutine"),
    (".destination.", "lazy-in-a-coroutine"),
    ("len(", "queryset-read-plainly"),
    ("list(", "queryset-read-plainly"),
    ("for ", "queryset-read-plainly"),
    ("if ", "queryset-read-plainly"),
    (".save()", "save-awaited"),
    (".origin", "lazy-in-a-coroutine"),
    (".destination", "lazy-in-a-coroutine"),
    (".berth", "lazy-in-a-coroutine"),
):
    know_error("SynchronousOnlyOperation", why, sets=SET, line=refused)
# The decorator stands above the function, so no line of it raised the refusal.
know_error(
    "SynchronousOnlyOperation", "atomic-in-a-coroutine", sets=SET, cell="@transaction.atomic\nasync"
)
