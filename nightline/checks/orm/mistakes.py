"""The mistakes that several tasks of set 16 can show, and the errors that tell them."""

from __future__ import annotations

from nightline.checks.orm import SET
from nightline.judging import view_errors as view_errors  # its signs are the general ones
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

ROWS = "Many rows (reading in pieces)"
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
        "Which method of a query brings the related row along? It gives a new query: use that one.",
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
        "refusal-switched-off",
        "a refusal that was switched off",
        "`DJANGO_ALLOW_ASYNC_UNSAFE` makes no query asynchronous. It takes the refusal away, and "
        "while a query runs, the whole loop stands still.",
        "Take that line away, and read what Django refuses. Which call there has a twin with `a`?",
        "16",
        WRONG,
        misconceptions=(84,),
    ),
    Diagnosis(
        "yielded-not-returned",
        "yield where return is asked for",
        "`yield` inside `async def` makes an async generator, which hands out one value after "
        "another. Nobody can await that. The caller wants one result, at the end.",
        "What must the caller get, all at once? Collect it, and hand it over with the other word.",
        "10",
    ),
    Diagnosis(
        "aiterator-not-looped",
        "pieces that are read in the plain way",
        "`aiterator` gives an async generator: each round of it may have to wait. So a plain `for` "
        "cannot read it, and `await` neither.",
        "Which loop of lesson 10 waits in each round?",
        "16",
        ROWS,
        misconceptions=(77,),
    ),
    Diagnosis(
        "no-such-argument",
        "an argument of another name",
        "The method exists, and has no argument of this name.",
        "Compare your call with the one in the lesson, letter by letter.",
        "16",
        ROWS,
    ),
    Diagnosis(
        "no-such-relation",
        "a relation that this model lacks",
        "A train has two relations to a station, and each has its own name in the model. The class "
        "behind them is no relation.",
        "The error lists the names that may stand there. Which one do you touch later?",
        "16",
        LAZY,
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
        "atomic-not-bridged",
        "a transaction in the thread of the loop",
        "The plain function with the transaction is what you need. But it was called in the thread "
        "of the event loop, and there Django refuses it.",
        "What takes a plain function to another thread? With two decorators, the upper one works last.",
        "16",
        RACE,
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
NO_ASYNC = "SynchronousOnlyOperation"
know_error("'QuerySet' object has no attribute 'a", "no-such-twin", sets=SET)
for name in ("QuerySet", "HoldQuerySet", "BookingQuerySet"):
    know_error(f"object {name} can't be used in 'await'", "queryset-awaited", sets=SET)
know_error("has no attribute 'async_", "no-such-twin", sets=SET)
know_error("has no attribute 'afilter'", "no-such-twin", sets=SET)
know_error("has no attribute 'aall'", "no-such-twin", sets=SET)
know_error("asynchronous context manager protocol", "atomic-in-a-coroutine", sets=SET)
know_error("given in select_related", "no-such-relation", sets=SET)
know_error("unexpected keyword argument", "no-such-argument", sets=SET, line="iterator(")
know_error("'async_generator' object is not iterable", "aiterator-not-looped", sets=SET)
for message in (
    "object async_generator can't be used",
    "'async_generator' object can't be awaited",
):
    know_error(message, "aiterator-not-looped", sets=SET, line="iterator(")
    know_error(message, "yielded-not-returned", sets=SET, cell="yield")
    know_error(message, "aiterator-not-looped", sets=SET)
know_error(NO_ASYNC, "values-list-in-pieces", sets=SET, line="async for", cell="values_list(")
# The decorator stands above the function, so no line of it raised the refusal.
for indent in ("", "    ", "        "):
    decorated = f"@transaction.atomic\n{indent}async"
    know_error(NO_ASYNC, "atomic-in-a-coroutine", sets=SET, cell=decorated)
know_error(
    NO_ASYNC, "atomic-not-bridged", sets=SET, via="contextlib.inner"
)  # a function below its decorator
know_error(NO_ASYNC, "atomic-in-a-coroutine", sets=SET, via="__enter__")
know_error(NO_ASYNC, "query-called-not-passed", sets=SET, line="sync_to_async(")
know_error(NO_ASYNC, "lazy-in-a-coroutine", sets=SET, via="__get__")
know_error(NO_ASYNC, "save-awaited", sets=SET, line="await", via="save")
for plain in ("__len__", "__iter__", "__bool__", "__getitem__", "_iterator", "__contains__"):
    know_error(NO_ASYNC, "queryset-read-plainly", sets=SET, via=plain)
