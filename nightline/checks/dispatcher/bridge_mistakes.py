"""The mistakes that the task `bridge_callback` can name."""

from __future__ import annotations

from nightline.checks.dispatcher import SET
from nightline.checks.dispatcher.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("From a callback to an await")
_wrong = about("When it goes wrong")

register(
    _entry(
        "bridge-future-not-awaited",
        "a place in place of its result",
        "A future is the place where the result will stand. Your caller gets the place itself, and "
        "nobody waited until it was filled.",
        "Which word waits for a future and gives its result?",
    ),
    _wrong(
        "future-read-early",
        "a result that is not there yet",
        "`result()` does not wait. It reads the future, and the station has not called back yet.",
        "Which word stops your function until the future is filled?",
        22,
    ),
    _wrong(
        "bridge-polls",
        "a loop that looks for the answer",
        "Your code wakes up again and again, to look whether something has changed. It costs turns, "
        "and it sees the answer late.",
        "Which object can be awaited, and is filled by somebody else?",
        16,
    ),
    _entry(
        "station-waited-too-long",
        "a wait of another length",
        "The answer comes when the station calls back, and nobody knows when. A fixed time is too "
        "long for one station and too short for the next.",
        "What can you await that ends when the callback is called?",
    ),
    _entry(
        "called-back-twice",
        "a place filled twice",
        "A future takes one result. When the station called a second time, filling it again raised "
        "an error in the station's own code.",
        "How do you ask a future whether it is filled already?",
    ),
    _entry(
        "last-answer-counts",
        "the last call in place of the first",
        "The station called twice, and you returned what came last. Your caller wanted the first "
        "answer, as soon as it was there.",
        "At which moment could you have returned? What did you wait for after that?",
    ),
    _entry(
        "station-error-as-answer",
        "an error returned like an answer",
        "The station reported an error. Your caller got it as a normal result, and will go on as if "
        "all were well.",
        "A future can be filled in two ways. Which one makes the `await` raise?",
    ),
    _entry(
        "api-gives-nothing",
        "a result taken from the call",
        "The call of `api` returns at once, and it returns nothing. The answer comes later, to the "
        "function that you hand over.",
        "Print what `api(…)` returns. Who gets the answer instead?",
        3,
    ),
    _entry(
        "station-answer-lost",
        "an answer that did not get through",
        "The station called you back, but your caller did not get what it said. Some answers count "
        "as false, such as 0.",
        "What do you compare, or return, in place of the answer itself?",
    ),
    _entry(
        "answer-in-an-inner-name",
        "an answer that stayed in an inner function",
        "The station called you back, and your caller got `None`. A name that is assigned inside a "
        "function belongs to that function; the one outside stays as it was.",
        "Which object of the outer function could the inner one fill, without assigning a name?",
    ),
    _entry(
        "one-place-for-all",
        "one place for several results",
        "Several stations were asked at once, and a caller got the answer of another station. A future "
        "holds one result.",
        "When is your future made, and how often? Each call needs a place of its own.",
    ),
    _entry(
        "callback-with-brackets",
        "a callback that you called yourself",
        "The station wants a function. With brackets, you call it yourself, before there is an "
        "answer.",
        "What must stand in the brackets of `api(…)`: a function, or the result of its call?",
        3,
    ),
    _entry(
        "api-wants-two-functions",
        "a station without its two functions",
        "The station takes two functions: it calls one with an answer, or the other with an error. You "
        "handed over something else.",
        "Compare your call of `api` with the docstring. Which function takes the error?",
    ),
    _entry(
        "api-not-called",
        "a station that nobody asked",
        "Your function never called `api`, or called it more than once. Each bridge asks the "
        "station once.",
        "Which line of yours calls `api`? How often is it reached?",
    ),
)

CELL = "def bridge_callback"
know_error("argument: 'on_error'", "api-wants-two-functions", sets=SET, cell=CELL)
know_error("arguments: 'on_answer' and 'on_error'", "api-wants-two-functions", sets=SET, cell=CELL)
know_error("the api wants two functions", "api-wants-two-functions", sets=SET, cell=CELL)
know_error("Result is not set", "future-read-early", sets=SET, cell=CELL)
know_error("set_result() missing", "callback-with-brackets", sets=SET, cell=CELL)
know_error("set_result() takes exactly", "callback-with-brackets", sets=SET, cell=CELL)
know_error("missing 1 required positional argument", "callback-with-brackets", sets=SET, cell=CELL)
