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
        "The station called you back, but your caller got something else. Also 0 and `None` are "
        "answers, and both count as false.",
        "Follow the answer from your inner function to `return`. Where is it compared or changed?",
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
        "bridge-returns-nothing",
        "an answer that was waited for and not returned",
        "Your function has no `return` of its own with a value, so its caller gets `None`.",
        "Which expression of yours has the answer as its value?",
    ),
    _entry(
        "returned-before-the-call",
        "a result before there was an answer",
        "When your function returned, the station had not called back. So this cannot be its answer.",
        "Which line of yours waits until the station has called?",
    ),
    _entry(
        "bridge-box-empty",
        "a box that is still empty",
        "You read it before the station had called. Nobody knows when it calls, so no fixed wait fits "
        "every station.",
        "What can you await that ends when the callback is called?",
    ),
    _entry(
        "station-asked-late",
        "a station that was asked late",
        "Your function waited before it called `api`. Until then the station knew of no question.",
        "Which line waits before the question? What is it for?",
    ),
    _entry(
        "station-gave-up",
        "a wait with a limit",
        "Your function gave up before the station called. Some stations are slow, and the task sets "
        "no limit.",
        "What happens if you await the place without a limit?",
    ),
    _entry(
        "first-of-two-counts",
        "two calls in one moment",
        "The station called twice before your own function had a turn. The second call changed what "
        "the first one had left.",
        "What must your inner functions look at first, before they keep what they get?",
    ),
    _entry(
        "station-error-swallowed",
        "an error that your code caught",
        "The `await` raised the error, and your `except` caught it. Your caller will go on as if all "
        "were well.",
        "What would the caller get without your `except`?",
        19,
    ),
    _entry(
        "another-error-raised",
        "another error than the station's",
        "The caller knows what to do about `ComputerDown`. It waits for this error, and yours has "
        "another type.",
        "Which object does your function for errors get? Can the future take it as it is?",
    ),
    _entry(
        "raised-in-the-station",
        "an error raised at the wrong place",
        "Your function for errors is called by the station. What it raises goes to the station, not to "
        "your caller.",
        "A future can be filled with an error. Who gets it then?",
        19,
    ),
    _entry(
        "two-functions-swapped",
        "two functions that changed places",
        "`set_exception` takes an error, and here it got an answer. The station calls the first "
        "function with an answer, and the second one with an error.",
        "Compare the order in your call of `api` with the docstring.",
    ),
    _entry(
        "station-callback-fails",
        "an error inside your callback",
        "The station called your function, and it failed before it had filled the future. So your "
        "`await` never ends.",
        "Read the error above. Which line of your inner function raises it?",
    ),
    _entry(
        "station-callback-is-async",
        "a callback that only makes a plan",
        "The station calls your function and does not await it. Calling an `async def` function runs "
        "nothing.",
        "Which word before `def` must go, so that a call runs the function?",
        5,
    ),
    _wrong(
        "done-without-brackets",
        "a method that was not called",
        "`future.done` without brackets is a method, and a method counts as true. So `not future.done` "
        "is never true, and nobody fills the future.",
        "Print `future.done` and `future.done()`. Which one answers the question?",
    ),
    _entry(
        "done-the-wrong-way-round",
        "a question asked the wrong way round",
        "`if future.done():` goes on only when the future is filled already. An empty one stays "
        "empty.",
        "In which case must your function fill the future?",
    ),
    _wrong(
        "nobody-fills-the-place",
        "a future that nobody fills",
        "The station called your function, and your function did not fill what you await. So your "
        "`await` never ends.",
        "Go through your function line by line with this call. Which line should fill the future?",
        23,
    ),
    _entry(
        "bridge-waits-before-api",
        "a wait before the question",
        "You await the answer before the station was asked. So it will never call.",
        "Which line must come first: the call of `api`, or the `await`?",
    ),
    _entry(
        "bell-from-the-lesson",
        "the bell of the lesson",
        "The bell is in the lesson's notebook. Here the old interface is the `api` that your function "
        "gets, and it takes two functions.",
        "Which call stands where the lesson calls the bell?",
    ),
    about("What runs next?")(
        "bridge-other-loop",
        "a loop that does not run your function",
        "A name outside your function stands for another loop, or for none. A check runs your function "
        "on a loop of its own.",
        "Which asyncio function gives you the loop that runs you? Call it inside your function.",
        13,
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
know_error("list index out of range", "bridge-box-empty", sets=SET, cell=CELL)
know_error("pop from empty list", "bridge-box-empty", sets=SET, cell=CELL)
know_error("KeyError", "bridge-box-empty", sets=SET, cell=CELL)
know_error("TimeoutError", "station-gave-up", sets=SET, cell=CELL)
know_error("name 'when_the_bell_rings'", "bell-from-the-lesson", sets=SET, cell=CELL)
know_error("name 'loop' is not defined", "bridge-other-loop", sets=SET, cell=CELL)
know_error("attached to a different loop", "bridge-other-loop", sets=SET, cell=CELL)
