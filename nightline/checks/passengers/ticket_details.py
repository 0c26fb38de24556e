"""What goes wrong in the details of a ticket page: its form, its names, its sale."""

from __future__ import annotations

from nightline.checks.passengers.ticket_mistakes import SECTION
from nightline.judging.diagnoses import Diagnosis, register

register(
    Diagnosis(
        "json-not-a-page",
        "JSON where a page is needed",
        "A traveller opens this address in a browser. JSON is for programs, and the template is ready.",
        "Which method of `PAGE` makes its text? Which class of Django sends a text?",
        "18",
        SECTION,
    ),
    Diagnosis(
        "name-in-the-template",
        "a name that the template does not get",
        "`PAGE` asks its context for `form` and `tickets`. What it does not find there is empty, and "
        "no error is raised.",
        "Print `list(tickets)` in your plain function. If it is full, compare the names in your `Context`.",
        "18",
        SECTION,
    ),
    Diagnosis(
        "tickets-by-passenger",
        "tickets looked for by the name on them",
        "`passenger` is the name on a ticket, and a traveller buys tickets for others too. So that name "
        "does not say whose tickets they are.",
        "Which field of `Booking` says who bought it? The docstring names it.",
    ),
    Diagnosis(
        "some-tickets-missing",
        "tickets left out",
        "Some tickets of the traveller are on the page, and others are not.",
        "Which part of your queryset leaves rows out?",
    ),
    Diagnosis(
        "errors-before-a-word",
        "a form that complains too early",
        "Nobody has sent anything yet, and the page says that fields are missing. A form that gets data, "
        "even none at all, takes it for an attempt.",
        "For which kind of request should the form get `request.POST`?",
    ),
    Diagnosis(
        "sold-by-get",
        "a sale by an address",
        "Somebody only opened an address, and it cost them money. A link in a mail could do that. What "
        "changes something must be a POST.",
        "Which attribute of the request says what kind it is? Which data may a sale use?",
    ),
    Diagnosis(
        "sold-twice",
        "one form, two tickets",
        "The traveller sent one form and paid for more than one ticket.",
        "How often does your view come to `desk.book` for one POST?",
    ),
    Diagnosis(
        "not-as-the-form-says",
        "another ticket than the form's",
        "A ticket was sold, but its train or the name on it is not what the traveller chose.",
        "Compare what you give to `desk.book` with `form.cleaned_data`, one by one.",
    ),
    Diagnosis(
        "text-not-the-page",
        "an answer without the page",
        "The traveller got an answer, but not the page. Their tickets are gone from the screen, and they "
        "cannot try again.",
        "Do all ways through your function come to the line that makes the page?",
    ),
    Diagnosis(
        "context-missing",
        "a dict where the template takes a Context",
        "`PAGE` is a `Template`, and its `render` takes a `Context`. You gave it the plain dict.",
        "Which name of the setup cell wraps a dict for a template?",
        "18",
        SECTION,
    ),
    Diagnosis(
        "query-in-the-coroutine",
        "a query in the coroutine itself",
        "This line asks the database, and it runs in the thread of the loop. Django refuses that. A plain "
        "function that you call there runs there too.",
        "Does this line stand in the function that you hand to a thread? Is it handed over, or called?",
        "18",
        SECTION,
    ),
    Diagnosis(
        "booking-field-unknown",
        "a field that Booking does not have",
        "`Booking` has no field of this name. The message lists those that it has.",
        "Which of the choices in the message says who bought the ticket?",
    ),
    Diagnosis(
        "desk-arguments",
        "other arguments than the desk's",
        "`desk.book` takes four values in this order: the number of the train, None, the user, the name "
        "on the ticket. One of yours is of another kind.",
        "Print the four values before the call. Which one is an object where a number belongs?",
    ),
    Diagnosis(
        "form-not-asked",
        "a form that was not checked",
        "A form makes `cleaned_data` when it is checked. A field that is not right is not in it.",
        "Which method checks a form, and says whether it is right? What follows only after a yes?",
        "18",
        SECTION,
    ),
    Diagnosis(
        "route-not-unpacked",
        "a tuple where names are needed",
        "`select_related` takes the names as separate arguments. `ROUTE` is one argument, a tuple.",
        "Which sign before a tuple in a call turns its elements into arguments?",
    ),
    Diagnosis(
        "booking-by-hand",
        "a sale without the desk",
        "A booking needs a berth that is free, and its price. Only the desk finds both, and nobody can "
        "come between.",
        "Which call of the docstring sells a berth?",
    ),
    Diagnosis(
        "coroutine-in-a-thread",
        "a coroutine function handed to a thread",
        "`sync_to_async` gives a plain function to a thread. Yours is `async def`: calling it there would "
        "only make a plan.",
        "Does the function await anything? Which word before its `def` can go?",
        "15",
    ),
)
