"""What goes wrong with a request's number: the mistakes that `RequestId` can show."""

from __future__ import annotations

from nightline.checks.layers import SET
from nightline.checks.layers.world_mistakes import BOTH
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "number-of-another-visitor",
        "the number of another visitor's request",
        "Django makes one object of your class for all visitors. What one request leaves on `self`, "
        "or in a global name, another one overwrites while the first still waits.",
        "Where can the number lie so that only this request reaches it?",
        "17",
        BOTH,
        misconceptions=(45,),
    ),
    Diagnosis(
        "number-made-once",
        "one number for all requests",
        "The body of the class runs once, and `__init__` once for each site. A number that is made "
        "there is the same for every request.",
        "Which of your methods runs for each request?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "number-not-for-the-view",
        "a view that finds no number",
        "The view looked at `request.id` and found nothing. It runs inside `get_response`, so what "
        "is set after that call comes too late.",
        "Which line calls the view? What must stand above it?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "number-replaced",
        "a number from the front door thrown away",
        "This request brought its number along in the header. Yours is another one, so nobody finds "
        "it in both logs.",
        "Print `request.headers.get('X-Request-Id')` in your class. When do you need a new number?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "number-not-sent",
        "a response without the number",
        "The traveller reads the number in the response. Yours has no header `X-Request-Id`, or "
        "another number than the view saw.",
        "After which line do you have the response? Set the header there.",
        "17",
        BOTH,
    ),
    Diagnosis(
        "header-required",
        "a header that may be missing",
        "Most requests do not come through the front door. They have no header `X-Request-Id`, and "
        "square brackets raise an error then.",
        "Which method of a dict gives `None` when the key is missing?",
    ),
    Diagnosis(
        "number-not-from-new-id",
        "a number from elsewhere",
        "All parts of the site take their numbers from `new_id()`, so that none is given twice. "
        "Yours comes from somewhere else.",
        "Print `new_id()` twice. Where do you call it?",
    ),
    Diagnosis(
        "number-elsewhere",
        "a number where the view does not look",
        "The view looked at `request.id` and found nothing there. A name of your method, an "
        "attribute of `self` or another name on the request is not what it reads.",
        "Print `vars(request)` before you call `get_response`. Under which name is the number?",
        "17",
        "The same as a class",
    ),
    Diagnosis(
        "number-not-text",
        "a number that is no text",
        "`new_id()` gives a text, and so does the header. Yours was changed into something else, so "
        "the log and the response do not say the same.",
        "What does `new_id()` give? What do you do with it before you keep it?",
    ),
    Diagnosis(
        "new-id-not-called",
        "a function where its number is needed",
        "The view found the function `new_id` itself. It makes a number only when it is called.",
        "What is missing behind the function's name?",
    ),
)
know_error("KeyError: 'X-Request-Id'", "header-required", sets=SET)
know_error("KeyError: 'x-request-id'", "header-required", sets=SET)
know_error("KeyError: 'HTTP_X_REQUEST_ID'", "header-required", sets=SET)
