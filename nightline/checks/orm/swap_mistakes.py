"""What goes wrong when two tickets swap: the mistakes that `swap_berths` can show."""

from __future__ import annotations

from nightline.checks.orm import SET
from nightline.checks.orm.mistakes import RACE
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "same-berth-for-a-moment",
        "two tickets for one berth, for a moment",
        "The constraint looks at each write, not at the end. After your first write two tickets had the "
        "same berth, and so it was refused.",
        "A cancelled ticket does not count. In which state can both tickets wait meanwhile?",
        "16",
        RACE,
    ),
    Diagnosis(
        "not-swapped",
        "berths that did not change",
        "Your function ended without an error, and the tickets have other berths than asked for.",
        "Write down both berths after each line. Where does the second one get lost?",
    ),
    Diagnosis(
        "left-cancelled",
        "a ticket that stayed cancelled",
        "To cancel the tickets was the way, not the aim. At the end both must be live again.",
        "Which value of `cancelled` means that a ticket is live? Which line writes it?",
    ),
    Diagnosis(
        "ticket-changed",
        "more than the berth was changed",
        "Each ticket keeps its reference, its traveller, its passenger and its price. Only the berth "
        "is another one.",
        "Which fields does your code write? Which of them has to change?",
    ),
    Diagnosis(
        "missing-not-told",
        "a missing ticket that nobody hears of",
        "One of the two tickets does not exist or is cancelled. The caller expects `Booking.DoesNotExist`.",
        "How many live tickets must your query find? What happens when it finds one?",
    ),
    Diagnosis(
        "told-missing",
        "two live tickets, called missing",
        "Both tickets are there and live, and your function raised `Booking.DoesNotExist`.",
        "Print how many rows your query finds, and which. Does a line above change what it looks for?",
    ),
    Diagnosis(
        "changed-for-nothing",
        "a change without a partner",
        "One of the two tickets was not there, and the other one was changed. A swap needs two.",
        "What undoes a write that your transaction has made already?",
        "16",
        RACE,
    ),
    Diagnosis(
        "revived",
        "a cancelled ticket that became live",
        "A cancelled ticket has no berth to give. Your function took it for one that counts.",
        "Which tickets does `live()` leave out?",
    ),
    Diagnosis(
        "swaps-overlap",
        "two swaps that mixed",
        "Two swaps came at the same moment, and one worked with berths that the other had changed.",
        "When does your transaction read the berths: before or after its first write?",
        "16",
        RACE,
        misconceptions=(83,),
    ),
)

know_error(
    "UNIQUE constraint failed: booking_booking.berth_id",
    "same-berth-for-a-moment",
    sets=SET,
    cell="swap_berths",
)
