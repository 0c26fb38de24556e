"""What goes wrong with a clock in a middleware: the mistakes that `timing_middleware` can show."""

from __future__ import annotations

from nightline.checks.layers import SET
from nightline.checks.layers.world_mistakes import BOTH
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "no-milliseconds",
        "a response without the header",
        "The visitor's response does not say how long it took. A header is set on the response, "
        "before you return it.",
        "How does `railway` in the lesson set a header? What is the name of yours?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "not-milliseconds",
        "another unit, or no whole number",
        "`perf_counter` counts in seconds. The header says milliseconds, as a whole number.",
        "How many milliseconds has a second? Which function makes the nearest whole number?",
    ),
    Diagnosis(
        "measured-nothing",
        "a clock that did not see the wait",
        "The page took its time, and your number says that no time passed. In "
        "an asynchronous layer the time passes while you await `get_response(request)`.",
        "Which line waits? Read `time.perf_counter()` above it and below it.",
        "17",
        BOTH,
    ),
    Diagnosis(
        "another-clock",
        "another clock than the task's",
        "You read a clock that does not count these seconds. A check waits on a clock of its own, and "
        "`time.perf_counter()` shows it.",
        "Which clock does the docstring name? Read it before and after the wait.",
    ),
    Diagnosis(
        "clock-of-the-site",
        "a clock that was started with the site",
        "The outer function runs once, when the site is built. A time that is read there belongs to "
        "no request.",
        "Which of your functions runs for each request? Read the clock there.",
        "17",
        BOTH,
    ),
    Diagnosis(
        "clock-shared",
        "one visitor's clock started again by another",
        "While one visitor waits, another one comes. Both use the same name for their start, and "
        "the second overwrites the first.",
        "Where does this name live? It must be made anew for each request.",
        "17",
        BOTH,
        misconceptions=(45,),
    ),
    Diagnosis(
        "earlier-minus-later",
        "the earlier time minus the later one",
        "The clock only goes forward. Your number has the right size and the wrong sign.",
        "Which of your two readings is larger? It stands first in a subtraction.",
    ),
    Diagnosis(
        "always-the-same",
        "one number for every page",
        "A quick page and a slow one said the same. The number in the docstring is an example, and "
        "each request has a number of its own.",
        "Which two readings of the clock make this number? Where do you subtract them?",
    ),
    Diagnosis(
        "header-on-the-request",
        "a header set on the request",
        "`request.headers` holds what the visitor sent, and nobody can change it. What the visitor "
        "shall read is set on the response.",
        "What does `get_response` give you? How does `railway` in the lesson set its header?",
        "17",
        BOTH,
    ),
)
know_error("'HttpHeaders' object does not support item", "header-on-the-request", sets=SET)
know_error("'WSGIRequest' object does not support item", "header-on-the-request", sets=SET)
know_error("'ASGIRequest' object does not support item", "header-on-the-request", sets=SET)
