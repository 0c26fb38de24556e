"""What goes wrong in a stream of offers."""

from __future__ import annotations

from nightline.checks.court import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

BRANCH = "Branch line: offers as they come"
register(
    Diagnosis(
        "live-no-stream",
        "a whole answer in place of a stream",
        "Your view returned a response that is complete. So its reader sees nothing until it has ended.",
        "Which response takes a generator? What does the docstring say you return?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-plain-generator",
        "a plain generator under ASGI",
        "Django cannot await a plain generator. It reads all of it in a thread, and sends it at the end.",
        "Which words make a generator that may `await` between two `yield`?",
        "19",
        "Two generators, two gateways",
        misconceptions=(94,),
    ),
    Diagnosis(
        "live-other-type",
        "a stream that no page listens to",
        "A browser reads server-sent events only if the response says that it has them.",
        "Which argument of the response names the content type?",
        "19",
        "One response, many events (server-sent events)",
    ),
    Diagnosis(
        "live-all-at-the-end",
        "offers that wait for the last one",
        "An offer was there, and its event was sent later. Something waits for several answers before it "
        "hands on the first: `gather` and a `TaskGroup` do that.",
        "Between the tasks and your generator, what could hold one offer until it is taken?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-looks-now-and-then",
        "a stream that looks now and then",
        "Your generator sleeps and looks again. So an offer waits until the next look, and the processor "
        "works for nothing in between.",
        "What can you await that ends at the moment when the next offer is there?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-view-is-a-generator",
        "a view that is a generator",
        "A `yield` in the view makes the view itself a generator. Django needs a view that returns a "
        "response, and the response takes the generator.",
        "Which inner function may have the `yield`? What does the view return then?",
        "19",
        "A response in pieces",
    ),
    Diagnosis(
        "live-deadline-while-sending",
        "a deadline that strikes during a yield",
        "While an event is on its way to a slow reader, your generator stands at its `yield`. The deadline "
        "came then, and cancelled Django in the middle of sending. The reader never got the last event.",
        "Which line alone should the deadline end? Put nothing else into its block.",
        "19",
        "When it goes wrong",
    ),
    Diagnosis(
        "live-order-of-carriers",
        "offers in the order of the carriers",
        "You wait for the carriers one after another. A quick carrier stands behind a slow one then.",
        "What can you await that brings the next answer, whoever it is from?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-not-an-event",
        "text that is no event",
        "A server-sent event is a block of lines with names, and ends with an empty line. `event(name, "
        "data)` makes such a block.",
        'Print the first chunk of your stream. Compare it with `event("offer", {})`.',
        "19",
        "One response, many events (server-sent events)",
    ),
    Diagnosis(
        "live-no-end",
        "a stream without its last event",
        "The last event tells the reader that nothing more will come, and who is missing. Yours ended "
        "without it.",
        "Where does your generator go when the deadline comes? Does the last `yield` stand behind that?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-end-too-late",
        "a last event that comes too late",
        "Everything was there, or the deadline had come, and the stream still waited.",
        "What does your generator wait for at that moment? How many answers can still come?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-deadline-at-each",
        "a deadline for each offer",
        "Your wait for each offer has the whole time again. The traveller has one patience for the stream.",
        "At which moment is the stream over? Compute it once, before the first wait.",
        "06",
        "A timeout is a clock that cancels",
        misconceptions=(33,),
    ),
    Diagnosis(
        "live-end-too-early",
        "a last event before the end",
        "Answers could still come, and the deadline was not there. Your stream had ended.",
        "How does your generator know that nothing more will come?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-failed-ends-it",
        "one failed carrier ends the stream",
        "A carrier was out of order, and no more offers came after that.",
        "What does your generator get for a carrier that fails? How many answers does it count?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-other-offers",
        "another offer than the carrier's",
        "An event of your stream does not say what the carrier has answered.",
        "Print what `quote` gives and what your event says, for the first carrier.",
    ),
    Diagnosis(
        "live-free-lost",
        "a price of 0 taken for no price",
        "In a condition, 0 counts as false, just as `None` does. But a free berth is an offer.",
        "Which comparison is true for `None` only, and not for 0?",
    ),
    Diagnosis(
        "live-questions-go-on",
        "questions that outlive the reader",
        "The stream was over, and carriers were still asked. Tasks do not end with the generator that "
        "started them.",
        "Which part of a generator runs in each case? What must it say to the tasks?",
        "24",
        BRANCH,
        misconceptions=(96,),
    ),
    Diagnosis(
        "live-reader-ignored",
        "a stream that goes on for nobody",
        "The reader had left, and Django cancelled the stream. Yours caught that and went on.",
        "Which errors does your `except` or your `suppress` catch? Which one means the deadline?",
        "19",
        "A reader who leaves",
        misconceptions=(96,),
    ),
    Diagnosis(
        "live-starts-in-the-view",
        "questions before the stream",
        "Your view waited for answers before it returned. Nothing can be sent until a view has returned "
        "its response.",
        "Which lines belong into the generator? When do they run there?",
        "19",
        "A response in pieces",
    ),
    Diagnosis(
        "live-no-response",
        "a generator in place of a response",
        "Django sends what a response holds. What you returned is no response.",
        "Which class takes your generator? What does the docstring say you return?",
        "19",
        "A response in pieces",
    ),
    Diagnosis(
        "live-generator-awaited",
        "an awaited generator",
        "A generator has no single value, so it cannot be awaited. The response takes the generator itself, "
        "and reads it.",
        "What do you give to the response: the result of `await`, or the generator?",
        "19",
        "A response in pieces",
    ),
    Diagnosis(
        "live-generator-not-called",
        "a function in place of its generator",
        "The response got a function. A call of it makes the generator that can be read.",
        "What is missing behind the name of your inner function?",
        "19",
        "A response in pieces",
    ),
    Diagnosis(
        "live-other-event",
        "an event of another name",
        "A page listens to events by their names, letter by letter. Nobody listens to this one.",
        "Compare the first argument of your `event(…)` with the docstring.",
        "19",
        "One response, many events (server-sent events)",
    ),
    Diagnosis(
        "live-data-no-object",
        "data of another kind",
        "`event` makes JSON of its second argument. What is a text already becomes a text in quotes, and a "
        "page cannot look into it.",
        "What do you give to `event`: a dict, or something that has been made to a text before?",
    ),
    Diagnosis(
        "live-as-completed-shuffles",
        "questions without an order",
        "`as_completed` puts the coroutines that it gets into a set before it starts them. A set has no "
        "order, so the carriers are asked in any.",
        "What could you start yourself, in the order of `CARRIERS`, and give to it then?",
        "03",
    ),
    Diagnosis(
        "live-priced-missing",
        "carriers with a price in missing",
        "In `missing` stand only those without a price. Yours has others too.",
        "What happens to a name in your list when its offer has been sent?",
    ),
    Diagnosis(
        "live-failure-not-caught",
        "a failed task that puts nothing into the queue",
        "An error in a task does not come to the generator. The task ended, and the generator waited for an "
        "answer that nobody would give.",
        "Which error does `quote` raise for this carrier? What could the task hand on then?",
        "24",
        BRANCH,
        misconceptions=(24,),
    ),
    Diagnosis(
        "live-waits-for-ever",
        "a stream that waits for ever",
        "All tasks have ended, and one of them brought nothing. The generator counts on it, and knows no "
        "deadline.",
        "How many answers come if a carrier fails? What ends your wait at the latest?",
        "24",
        BRANCH,
    ),
    Diagnosis(
        "live-yield-in-finally",
        "a yield where the stream is being closed",
        "`finally` runs in each case, also when the reader has left. A `yield` there sends something to "
        "nobody, in the middle of the end.",
        "Which lines must run in each case, and which only if the reader is still there?",
        "19",
        "A reader who leaves",
        misconceptions=(96,),
    ),
    Diagnosis(
        "live-tasks-in-the-view",
        "questions of a stream that never began",
        "Your tasks began in the view. This reader left before the stream did, so your generator never ran, "
        "and nor did its `finally`. Nobody stopped the tasks.",
        "Which function has the `finally`? Start the tasks there.",
        "24",
        BRANCH,
        misconceptions=(96,),
    ),
)
know_error("object async_generator can't be used in 'await'", "live-generator-awaited", sets=SET)
know_error("'function' object is not a", "live-generator-not-called", sets=SET)
