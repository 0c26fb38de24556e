"""The diagnoses that several tasks of this set give."""

from __future__ import annotations

from functools import partial

from nightline.checks.rivers import SET
from nightline.judging import diagnoses
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

VALUES = "Async generators: a value now and then"
MERGING = "Merging: two feeds, one board"
CLOSING = "Closing: leaving early"
WRONG = "When it goes wrong"
SERVER = "Streams: a departure server"
SLOW = "Drain: a slow client"
LEAVES = "A client that leaves"

about = partial(diagnoses.about, "10")


_values, _merging, _closing, _wrong = map(about, (VALUES, MERGING, CLOSING, WRONG))
register(
    _values(
        "not-a-river",
        "no async generator",
        "The reader asks for one value after another with `async for`. That needs an object which "
        "hands them out: an async generator. A coroutine gives one value, at its end.",
        "Which word hands out a value and lets the function go on later? It must stand in the "
        "function itself.",
    ),
    _merging(
        "feeds-in-turn",
        "one feed after the other",
        "A feed runs only while somebody waits for its next value. The second one was not asked "
        "for anything before the first one was over.",
        "Who waits for the second feed while you wait for the first? Each wait needs a task.",
        1,
        3,
    ),
    _merging(
        "collected-first",
        "departures that were collected first",
        "You waited for the end of a feed before you handed on what it had sent. Its reader "
        "looked at an empty board meanwhile.",
        "Which of your lines waits for a whole feed? Must the code below it wait for that too?",
        3,
    ),
    _merging(
        "held-back",
        "departures that were held back",
        "A departure was there, and you waited for something else: for another feed, or for a "
        "fixed time. What each of them sends must be able to wake you.",
        "What do you wait for at that moment? Find one thing that both feeds can reach.",
    ),
    _merging(
        "ends-late",
        "an end that waits for the clock",
        "All feeds were over, and you still waited for something before you ended. A fixed time is "
        "too long or too short.",
        "What do you wait for after the last departure? A task can be awaited itself.",
    ),
    _merging(
        "feed-killed",
        "a feed that a timeout ended",
        "The timeout cancelled the wait inside the feed, and that ended the feed. A generator that "
        "an error has left gives nothing more.",
        "Who could wait for the next departure, however long it takes, while you read another feed?",
        30,
    ),
    _merging(
        "no-feed-begun",
        "pumps that nobody ran",
        "No feed was asked for anything. Calling a coroutine function only makes a coroutine, in a "
        "thread too.",
        "What runs a coroutine beside you?",
        5,
    ),
    _merging(
        "not-a-departure",
        "a coroutine in place of a departure",
        "You handed on a coroutine. The departure comes only when somebody awaits it.",
        "Which call in your function must be awaited before its value is there?",
        5,
    ),
    _merging(
        "another-platform",
        "the right departure, the wrong platform",
        "The text is right, and the number before it belongs to the other platform or to none.",
        "Follow one departure from its feed to your `yield`. Where does its number come from?",
    ),
    _merging(
        "pumps-not-kept",
        "a task that nobody holds",
        "The event loop holds a task only weakly. A task that no name refers to may vanish before "
        "its end (lesson 03).",
        "Which name in your function holds each of your tasks until the last departure?",
    ),
    _merging(
        "queue-asked-too-early",
        "a queue that was asked too early",
        "`get_nowait` does not wait. When the queue is empty it raises `QueueEmpty`.",
        "Which method of a queue waits until something is there?",
    ),
    _merging(
        "departures-lost",
        "departures that never came",
        "You stopped although a feed still had something to say. One feed that is over does not "
        "mean that all of them are.",
        "What tells you that a feed is over? How many such signs must you have seen?",
    ),
    _merging(
        "departure-in-another-form",
        "departures in another form",
        "You handed on something, but not what the reader expects. It may be a text in place of a "
        "tuple, a sign that was meant for you, or the name of another feed.",
        "Compare what stands behind your `yield` with the “Yields” part of the docstring.",
    ),
    _merging(
        "departure-twice",
        "one departure, handed on twice",
        "The same departure came out of your generator more than once. A feed gives each of its "
        "values a single time.",
        "Which of your lines puts a departure into the queue, and which one takes it out?",
    ),
    _merging(
        "no-sign-of-the-end",
        "a wait for a departure that never comes",
        "All feeds were over, and you still waited for the next departure. Nothing told you that "
        "no more would come.",
        "What does a pump do after its last departure? And how often do you expect that?",
        43,
    ),
    _wrong(
        "for-not-async-for",
        "for in place of async for",
        "A plain `for` cannot wait, and the next value needs a wait. So an async generator refuses "
        "to be read that way, also by `list` and `next`.",
        "Which two words read an async generator?",
        51,
    ),
    _wrong(
        "awaited-a-generator",
        "an async generator where a coroutine is needed",
        "`await`, `gather` and tasks want a coroutine, which gives one value at its end. A function "
        "with `yield` makes no coroutine: its values must be asked for one after another.",
        "Which of your functions has a `yield` in it? Which loop reads what it makes?",
        51,
    ),
    _closing(
        "with-not-async-with",
        "with in place of async with",
        "Closing a generator may have to wait, for example for hanging up. A plain `with` cannot "
        "wait, so `aclosing` does not work in it.",
        "Which word before `with` allows it to wait?",
        53,
    ),
    _closing(
        "generator-is-no-context",
        "async with on the generator itself",
        "`async with` needs an object that knows what to do at the end of the block. An async "
        "generator does not: it can only be closed.",
        "Which function from `contextlib` goes around a generator and closes it?",
    ),
    _closing(
        "aclosing-not-entered",
        "aclosing without its async with",
        "`aclosing(…)` is not the generator: it is what closes one at the end of an `async with` "
        "block. Read the name that stands after `as`.",
        "Where does `aclosing` stand in the lesson, and what does the loop below it read?",
    ),
    _wrong(
        "end-of-a-feed",
        "the end of a feed taken for an error",
        "`anext` says with `StopAsyncIteration` that a feed is over. That is no failure: whoever "
        "calls `anext` must expect it.",
        "Which loop expects this end by itself? Or where could you catch it?",
    ),
    _values(
        "generator-not-called",
        "a function where its generator is needed",
        "You handed over the function itself. The generator comes into being only when you call it.",
        "What is missing behind the function's name?",
    ),
    _closing(
        "close-is-aclose",
        "close in place of aclose",
        "An async generator may have to wait while it is closed. So its method is a coroutine, and "
        "has another name.",
        "Which letter stands before `close` for async things? And which word before the call?",
        53,
    ),
    _closing(
        "method-not-called",
        "a method that was named and not called",
        "`await` needs what the call gives. You wrote the method's name only.",
        "What stands behind the name of a function when you call it?",
    ),
    _wrong(
        "closed-while-read",
        "a feed that was closed while a pump read it",
        "A pump still waited for the feed's next value. A generator that is running cannot be closed.",
        "End the pump first. Which call asks it to end, and how do you wait until it is over?",
        52,
    ),
    _wrong(
        "two-readers",
        "two readers of one generator",
        "A generator stands at one place at a time. While one reader waits for its next value, "
        "nobody else may ask for one.",
        "Which of your tasks asks this generator for values? It should be one.",
    ),
)
know_error("'async_generator' object is not iterable", "for-not-async-for", sets=SET)
know_error("'async_generator' object is not an iterator", "for-not-async-for", sets=SET)
know_error("object async_generator can't be used in 'await'", "awaited-a-generator", sets=SET)
know_error("'async_generator' object can't be awaited", "awaited-a-generator", sets=SET)
know_error("a coroutine was expected, got <async_generator", "awaited-a-generator", sets=SET)
for name in ("merge_two(", "departures(", "first_offers(", "serve_board("):
    know_error("coroutine or an awaitable is required", "awaited-a-generator", sets=SET, cell=name)
    know_error("StopAsyncIteration", "end-of-a-feed", sets=SET, cell=name)
know_error("__aiter__ method, got aclosing", "aclosing-not-entered", sets=SET)
know_error(
    "'aclosing' object does not support the context manager", "with-not-async-with", sets=SET
)
know_error(
    "'async_generator' object does not support the asynchronous context",
    "generator-is-no-context",
    sets=SET,
)
know_error(
    "'async_generator' object does not support the context manager",
    "generator-is-no-context",
    sets=SET,
)
know_error("__aiter__ method, got function", "generator-not-called", sets=SET)
know_error("__aiter__ method, got method", "generator-not-called", sets=SET)
know_error("'function' object has no attribute 'aclose'", "generator-not-called", sets=SET)
know_error("'method' object has no attribute 'aclose'", "generator-not-called", sets=SET)
know_error("'async_generator' object has no attribute 'close'", "close-is-aclose", sets=SET)
know_error("aclose(): asynchronous generator is already", "closed-while-read", sets=SET)
know_error("asynchronous generator is already running", "two-readers", sets=SET)
know_error("QueueEmpty", "queue-asked-too-early", sets=SET)
for message in (
    "object builtin_function_or_method can't",
    "'builtin_function_or_method' object can't",
):
    know_error(message, "method-not-called", sets=SET)
