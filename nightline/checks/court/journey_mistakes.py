"""What goes wrong when two trains are sold as one journey."""

from __future__ import annotations

from nightline.checks.court import SET
from nightline.checks.court.line import calls_what_it_passes
from nightline.checks.orm import desk_mistakes as desk_mistakes  # used by their names
from nightline.checks.orm.mistakes import RACE
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

WHO = "Who is asking: the user"
register(
    Diagnosis(
        "journey-half-sold",
        "one train of two",
        "The second train was sold out, and the ticket of the first one stayed. Each write outside of a "
        "transaction is a step of its own.",
        "Which lines belong together? What makes one step of them, that an error undoes?",
        "16",
        "One function, one transaction",
        misconceptions=(81,),
    ),
    Diagnosis(
        "journey-caught-inside",
        "an error that never left the transaction",
        "The second train was sold out, and the ticket of the first one stayed. A transaction is undone "
        "when an error leaves its block. Yours was caught inside, so the block ended well.",
        "Where does your `except` stand: inside the transaction, or around it?",
        "16",
        "One function, one transaction",
        misconceptions=(81,),
    ),
    Diagnosis(
        "journey-user-lazily",
        "request.user in a coroutine",
        "`request.user` is lazy: the first look at it asks the database. In a coroutine Django refuses "
        "that. For a guest it would even work, so one does not see it without signing in.",
        "What is the name of the same question, for a coroutine?",
        "18",
        WHO,
        misconceptions=(90,),
    ),
    Diagnosis(
        "journey-guest-not-asked",
        "a guest taken for a traveller",
        "`auser` gives a guest too, as `AnonymousUser`. That is no row of the database, so no ticket can "
        "belong to it.",
        "Which attribute of a user says whether somebody has signed in?",
        "18",
        WHO,
    ),
    Diagnosis(
        "journey-guest-served",
        "an answer that a guest should not get",
        "This visitor had not signed in. Before anything is sold, the page says so, with the status that "
        "the docstring names.",
        "What does your view do first? Compare the status and the text with the docstring.",
        "18",
        WHO,
    ),
    Diagnosis(
        "journey-status",
        "another status than the docstring's",
        "Programs look at the status before they read the text. 200 means that both berths are sold, 409 "
        "that they could not be.",
        "Which response of yours goes out here? What does `status=` say?",
    ),
    Diagnosis(
        "journey-other-text",
        "another sentence than the error's",
        "The traveller must read which of the two trains is sold out. `SoldOut` says it.",
        "What does `str(error)` give? Under which name does the docstring want it?",
    ),
    Diagnosis(
        "journey-price",
        "another price than that of both",
        "The traveller pays both tickets. Each `Booking` has its own price.",
        "How much is the sum of the two prices? Print them.",
    ),
    Diagnosis(
        "journey-one-line",
        "a place in one of two lines",
        "A transaction stands in the line of the rows that it has changed or locked. On PostgreSQL, others "
        "could sell the last berth of the other train between your look and your write.",
        "Which rows do you change before the first `sell`? How many trains does the traveller want?",
        "16",
        "One function, one transaction",
        misconceptions=(83,),
    ),
    Diagnosis(
        "journey-crosswise",
        "two travellers who wait for each other",
        "You take the two places one after the other, in the order of the trip. Somebody who travels the "
        "other way takes them the other way round. On PostgreSQL each can have one place and wait for the "
        "other. The database ends one of them with an error.",
        "Which order is the same for every trip? Or can one statement name both trains?",
        "16",
        "One function, one transaction",
        misconceptions=(83,),
    ),
    Diagnosis(
        "journey-lock-not-taken",
        "a lock that nobody asked for",
        "`select_for_update()` builds a query, as `filter` does. It locks when the query runs, inside a "
        "transaction. Yours has locked nothing when `sell` looks.",
        "Which line makes a query run? Is yours sent before the first `sell`?",
        "16",
        "One function, one transaction",
    ),
    Diagnosis(
        "journey-fare-changed",
        "other fares than before",
        "A sale does not change what the trains cost. Here the price of a train is another one now.",
        "Which field of the train may your first write change, so that nobody pays more?",
    ),
    Diagnosis(
        "journey-key-not-number",
        "a key of the database in place of a number",
        "The traveller looks for the number on the door of the berth. What you sent is the primary key of a "
        "row.",
        "A `Booking` has a `berth`. Which attribute of the berth is its number?",
    ),
    Diagnosis(
        "journey-error-as-value",
        "an error in place of its text",
        "JSON has no place for an error object. What the traveller reads is its text.",
        "How do you make a text of an error? Which function gives it?",
    ),
    Diagnosis(
        "journey-sold-in-the-coroutine",
        "plain queries in a coroutine",
        "`sell` is plain code that asks the database. You called it in the coroutine, on the thread of the "
        "loop, and Django refuses that.",
        "Which plain function could hold both sales? How does a coroutine give it to a thread?",
        "15",
        "One hop around the work",
    ),
    Diagnosis(
        "journey-nothing-handed-back",
        "a sale that tells nobody",
        "Both berths were sold, and your function gave nothing back. So the view has no tickets to tell of.",
        "Which line hands the two tickets on? What does the function give without it?",
    ),
    Diagnosis(
        "journey-turned-round",
        "there and back exchanged",
        "The berths are right, but each stands under the name of the other train.",
        "In which order does your function get the trains, and in which order do you read its result?",
    ),
    Diagnosis(
        "journey-one-hop-more",
        "more than one hop",
        "Each `sync_to_async` is a way to a thread and back. Between two of them, other visitors change "
        "what you have read, and no transaction reaches from one into the next.",
        "Which plain function could hold all of these lines? Where does the coroutine need the thread?",
        "15",
        "One hop around the work",
        misconceptions=(74,),
    ),
    Diagnosis(
        "journey-form-not-read",
        "the form looked for in the address",
        "A POST sends its form in the body of the request. `request.GET` holds what stands behind the `?` "
        "of the address, and there is nothing.",
        "Which attribute of the request holds the form?",
    ),
    Diagnosis(
        "journey-ends-in-an-error-page",
        "SoldOut as an error page",
        "Nobody caught `SoldOut`, so the traveller saw an error page in place of a sentence.",
        "Who can answer the traveller, `sell` or the view? Let the view catch it.",
        "16",
        RACE,
    ),
    Diagnosis(
        "journey-refused-too-early",
        "sold out, with free berths",
        "Both trains had a free berth, and this traveller was sent away.",
        "What did your view look at before it answered? Is that still true in a crowd?",
        "16",
        RACE,
        misconceptions=(83,),
    ),
)
for refused in ("request.user", "traveller.is_authenticated", "user.is_authenticated"):
    know_error("SynchronousOnlyOperation", "journey-user-lazily", sets=SET, line=refused)
know_error("AnonymousUser", "journey-guest-not-asked", sets=SET)
know_error("MultiValueDictKeyError", "journey-form-not-read", sets=SET, line="GET")
know_error("SoldOut is not JSON serializable", "journey-error-as-value", sets=SET)
know_error("cannot unpack non-iterable NoneType", "journey-nothing-handed-back", sets=SET)
know_error("'NoneType' object is not subscriptable", "journey-nothing-handed-back", sets=SET)
know_error(
    "SynchronousOnlyOperation", "query-called-not-passed", sets=SET, fits=calls_what_it_passes
)
know_error("SoldOut", "journey-ends-in-an-error-page", sets=SET)
for sign in ("atomic", "with ", "Atomic"):
    know_error("SynchronousOnlyOperation", "atomic-in-a-coroutine", sets=SET, line=sign)
know_error("asynchronous context manager protocol", "atomic-in-a-coroutine", sets=SET)
know_error(
    "SynchronousOnlyOperation", "atomic-in-a-coroutine", sets=SET, cell="@transaction.atomic\nasync"
)
know_error("SynchronousOnlyOperation", "query-called-not-passed", sets=SET, line="sync_to_async(")
know_error("SynchronousOnlyOperation", "journey-sold-in-the-coroutine", sets=SET, line="sell(")
