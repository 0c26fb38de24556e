"""What goes wrong on a page with a form, a sale and a template, one entry each."""

from __future__ import annotations

from nightline.checks.passengers import SET
from nightline.checks.passengers.visitors import REFUSED
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

SECTION = "A form and a template ask too"
register(
    Diagnosis(
        "form-in-a-coroutine",
        "a form checked in a coroutine",
        "`is_valid()` turns the chosen number into a row, and that is a query. In a coroutine Django "
        "refuses it.",
        "Which other lines need the database? Can one plain function hold them all?",
        "18",
        SECTION,
        misconceptions=(92,),
    ),
    Diagnosis(
        "template-in-a-coroutine",
        "a page made in a coroutine",
        "A template reads what it shows: the rows of a lazy queryset, the choices of a form. In a "
        "coroutine Django refuses these queries.",
        "Where can plain Django code run? Can the whole page be made there?",
        "18",
        SECTION,
        misconceptions=(93,),
    ),
    Diagnosis(
        "desk-in-a-coroutine",
        "a sale in a coroutine",
        "`desk.book` is plain Django code: a transaction that belongs to one thread. In a coroutine "
        "Django refuses it.",
        "Which function hands it to a thread, in one piece with the rest?",
        "18",
        SECTION,
    ),
    Diagnosis(
        "query-for-each-ticket",
        "queries for each ticket",
        "The template follows each ticket to its berth, its train and two stations. Each of these steps "
        "is a query, unless the rows came together.",
        "Which method of a queryset fetches related rows in the same query?",
        "16",
    ),
    Diagnosis(
        "tickets-of-others",
        "tickets of other travellers",
        "The page shows a ticket that belongs to somebody else.",
        "Which field of `Booking` says whose ticket it is?",
    ),
    Diagnosis(
        "guest-not-stopped",
        "a guest among the travellers",
        "A guest has no tickets and cannot buy one. `request.auser()` gives an object for guests, too.",
        "Which attribute of the user says whether somebody has signed in?",
        "18",
        "Who is asking: the user",
    ),
    Diagnosis(
        "refusal-not-told",
        "a refusal of the desk that nobody caught",
        "The desk says with `Refused` that a wish cannot be fulfilled, and why. In your view that became "
        "an error page.",
        "Which `except` belongs around the sale? What should the form show?",
    ),
    Diagnosis(
        "refusal-without-its-sentence",
        "a refusal without its reason",
        "The traveller learns that it failed, but not why. The reason is the text of `Refused`.",
        "`form.add_error(field, text)` puts a sentence beside a field. When must the page be made?",
    ),
    Diagnosis(
        "page-before-the-sale",
        "a page without the new ticket",
        "The ticket is sold, and the page does not show it.",
        "Which line reads the tickets? Does it run before or after the sale?",
    ),
    Diagnosis(
        "sold-without-a-check",
        "a sale without a valid form",
        "The form was not right, and your view sold a berth all the same.",
        "Which method of the form must say yes first?",
    ),
    Diagnosis(
        "nothing-sold",
        "a sale that did not happen",
        "The form was right, and afterwards the traveller has no new ticket.",
        "Which line calls `desk.book`? Does it run for a POST?",
    ),
    Diagnosis(
        "status-of-this-case",
        "another status than the docstring's",
        "Programs look at the status first. Each case of the docstring has its own.",
        "Compare this case with the docstring. Where does your view say the status?",
    ),
    Diagnosis(
        "form-without-errors",
        "a form that does not say what is wrong",
        "The traveller gets the form back, and no word about what is wrong. A form knows that after its "
        "check, if it got the data.",
        "Which form does your template show: the one that was checked, or a new one?",
    ),
)
PAGE = "def ticket_page"
know_error("AnonymousUser", "guest-not-stopped", sets=SET, cell=PAGE)
know_error("object has no attribute 'render_context'", "context-missing", sets=SET)
know_error("FieldError: Cannot resolve keyword", "booking-field-unknown", sets=SET, cell=PAGE)
know_error("expected a number but got", "desk-arguments", sets=SET, cell=PAGE)
know_error('must be a "User" instance', "desk-arguments", sets=SET)
know_error("book() ", "desk-arguments", sets=SET)
know_error("no attribute 'cleaned_data'", "form-not-asked", sets=SET)
for _field in ("passenger", "train"):
    know_error(f"KeyError: '{_field}'", "form-not-asked", sets=SET)
know_error("'tuple' object has no attribute 'split'", "route-not-unpacked", sets=SET)
know_error("'Booking' has no attribute 'create'", "booking-by-hand", sets=SET)
know_error("IntegrityError", "booking-by-hand", sets=SET, line="create(")
know_error('must be a "Berth" instance', "booking-by-hand", sets=SET)
know_error("sync_to_async can only be applied to sync", "coroutine-in-a-thread", sets=SET)
know_error(REFUSED, "form-in-a-coroutine", sets=SET, line="is_valid")
know_error(REFUSED, "template-in-a-coroutine", sets=SET, line="render")
know_error(REFUSED, "desk-in-a-coroutine", sets=SET, line="desk.book")
know_error(REFUSED, "query-in-the-coroutine", sets=SET, cell=PAGE)
for _error in ("SoldOut", "Taken", "TooLate"):
    know_error(f"{_error}: ", "refusal-not-told", sets=SET)
