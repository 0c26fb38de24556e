"""The diagnoses of `follow_train`."""

from __future__ import annotations

from nightline.checks.streams import SET
from nightline.checks.streams.texts import HOLDS, LEAVES, WRONG, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_pieces, _leaves, _holds, _wrong = map(about, ("A response in pieces", LEAVES, HOLDS, WRONG))
register(
    _holds(
        "stream-holds-connection",
        "a connection held by a stream",
        "Django closes a request's connection when the request ends, and this one ends with the stream. The "
        "query was over long before.",
        "What does Django call at the end of a request? In which thread must you call it, and when?",
        95,
    ),
    _wrong(
        "let-go-in-another-thread",
        "a connection closed in the wrong thread",
        "Each thread has its own connection. You closed those of a thread that has none, and that of your query "
        "stayed open. Nothing complains.",
        "In which thread did the query run? What brings a plain function there?",
        95,
    ),
    _holds(
        "let-go-too-early",
        "a connection closed before the query",
        "You let go, and then something asked the database. That opened a new connection, which is held now.",
        "Which of your lines is the last one that asks the database? Let go below it.",
        95,
    ),
    _holds(
        "let-go-too-late",
        "a connection given back at the end",
        "You let go when the stream is over, and so does Django. The connection must be free while the stream is "
        "sent.",
        "Which of your lines is the last one that asks the database? What stands between it and your first `yield`?",
        95,
    ),
    _pieces(
        "line-to-another-train",
        "a line to something else",
        "A line is opened to the number of a train, such as NJ 40. It takes what you give it, and nobody complains.",
        "Which attribute of the departure is the number of its train? Print what you give to `open_line`.",
    ),
    _leaves(
        "try-begins-too-late",
        "a `try` that begins too late",
        "At a `yield` the reader may leave, also at the first one. The line was open there, and your `try` had not "
        "begun.",
        "After which of your lines is there something to hang up? What must begin directly below it?",
        96,
    ),
    _leaves(
        "train-line-left-open",
        "a line that nobody hung up",
        "Your stream was over, and its line stayed open. Not every way out of your generator leads past the "
        "place where you hang up.",
        "A stream ends at its end, by an error, or by a cancellation. Which block runs in all three cases?",
        96,
    ),
    _leaves(
        "opened-before-the-stream",
        "a line that was opened too early",
        "This reader left before the first chunk, so the generator never began. What it would have cleaned up "
        "was open already: the view had opened it.",
        "What belongs to the stream should begin and end in one function. In which?",
        96,
    ),
    _pieces(
        "clean-up-in-the-view",
        "a clean-up that came before the stream",
        "The view is over before the stream begins. You hung up in the view, so the generator found a line that "
        "was closed.",
        "Which function runs until the stream is over? What must stand in it?",
    ),
    _pieces(
        "line-opened-again",
        "more than one line",
        "Each open line costs money, and one is enough for the whole stream.",
        "How often does the code that opens the line run?",
    ),
    _pieces(
        "line-not-there-yet",
        "a clean-up for a line that was not there yet",
        "The reader left while the line was being opened. So its name had no value, and the clean-up failed.",
        "From which moment on is there something to hang up? Begin the `try` there.",
    ),
    _pieces(
        "arrival-not-seen",
        "an arrival that was taken for a position",
        "The line gives `None` when the train has arrived. You sent it as a position, or asked for more.",
        "What should your loop do when it gets `None`?",
    ),
    _pieces(
        "line-is-no-generator",
        "a line read like a generator",
        "A line is an object with methods, and `async for` cannot go through it. It gives one position for each call.",
        "Which method of the line gives the next position? How do you know that there are no more?",
    ),
    _pieces(
        "position-late",
        "a position at another moment",
        "The line gave a position, and your stream sent it at another moment.",
        "What does your generator do between the line and its `yield`?",
    ),
    _pieces(
        "events-of-another-train",
        "other events than asked",
        "The reader got other events. It may be their names, their order, the number of the train, or one of them "
        "is missing.",
        "Compare what was sent with the “Returns” part of the docstring, from the first event on.",
    ),
    _wrong(
        "train-hides-error",
        "an error that the reader never sees",
        "The satellite was out of sight. Your stream ended as if the train had arrived, so the reader will not "
        "come back.",
        "Which errors do you catch? Which of them may end a stream in silence?",
    ),
)
know_error("The line is not open", "clean-up-in-the-view", sets=SET)
know_error("UnboundLocalError", "line-not-there-yet", sets=SET, line="hang_up")
know_error("UnboundLocalError", "name-of-the-function-around", sets=SET)
know_error("requires an object with __aiter__ method, got Line", "line-is-no-generator", sets=SET)
know_error("cannot access free variable", "line-not-there-yet", sets=SET)
# `connection.close()` itself, where the loop runs.
know_error("SynchronousOnlyOperation", "let-go-in-another-thread", sets=SET, line="close")
