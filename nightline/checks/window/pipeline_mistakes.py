"""What goes wrong in answers to `pipeline`."""

from __future__ import annotations

from nightline.judging.diagnoses import Diagnosis, register

BETWEEN = "A queue between two"
register(
    Diagnosis(
        "printed-twice",
        "one order, two tickets",
        "An order was handed to more than one worker. A queue gives each item to exactly one who "
        "takes it.",
        "In how many places does this order come into your queue, or out of it?",
        "08",
        BETWEEN,
    ),
    Diagnosis(
        "orders-lost",
        "orders without a ticket",
        "You fetched an order, and nobody printed it. Either it was fetched only to look at it, or "
        "its worker went home before it.",
        "Follow the missing order: who had it last?",
        "08",
        "The end of the night",
    ),
    Diagnosis(
        "windows-closed",
        "windows that stayed closed",
        "Orders were waiting, and a window did nothing. One worker prints one ticket at a time, so "
        "each window needs a worker of its own.",
        "How many tasks take from your queue?",
        "08",
        BETWEEN,
        misconceptions=(1,),
    ),
    Diagnosis(
        "fetched-without-limit",
        "orders fetched without a limit",
        "Nothing held you back from fetching, although the windows were busy. On a long night all "
        "orders would lie in your memory.",
        "Which call should wait when enough orders are waiting? Give it a reason to wait.",
        "08",
        "Room for four",
        misconceptions=(42,),
    ),
    Diagnosis(
        "room-too-large",
        "a limit that is too high",
        "Fetching waits at a limit, as it should, and that limit is higher than `room`. The caller "
        "may give another `room` each time.",
        "Which number limits your queue? How many orders does your code hold outside it?",
        "08",
        "Room for four",
    ),
    Diagnosis(
        "room-left-unused",
        "room that stays empty",
        "All windows were busy, more orders could come, and you fetched fewer than may wait. Then a "
        "pause of the travellers leaves the windows without work.",
        "Which number limits how many wait in your code? Where does `room` come in?",
        "08",
        "Room for four",
    ),
    Diagnosis(
        "nobody-fetched",
        "no order was fetched",
        "Your function ended without a call of `next_order`. The orders of this task come from "
        "there, one for each call.",
        "Which line fetches the first order? And which line sees that no more will come?",
        "08",
        BETWEEN,
    ),
    Diagnosis(
        "dict-turned-round",
        "a dict the other way round",
        "Your dict leads from a ticket to its order. The caller knows the order and looks for the "
        "ticket.",
        "In `tickets[a] = b`, which of the two is the key?",
    ),
    Diagnosis(
        "free-window-waited",
        "a free window and an order that waits",
        "An order was there, and a window was free, but you first waited for something else. "
        "Batches do that: a whole batch waits for its slowest part.",
        "What should a window do as soon as its ticket is printed?",
        "08",
        BETWEEN,
    ),
    Diagnosis(
        "fetching-stopped",
        "nobody fetched while the windows worked",
        "While tickets were printed, nobody asked for the next order, although there was room. So "
        "the windows ran out of work.",
        "Who fetches in your code, and what else does that task wait for?",
        "08",
        BETWEEN,
    ),
)
