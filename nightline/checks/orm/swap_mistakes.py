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
        "swap-not-written",
        "a swap that the table does not know",
        "Your function ended without an error, and both tickets have the berths they had before. To change "
        "an object in memory changes no row.",
        "Which line of yours writes to the table? What does it write there?",
    ),
    Diagnosis(
        "swap-reads-first",
        "a swap that looks first",
        "Your transaction reads the tickets before it has written anything. Another swap may read the "
        "same tickets, and then one of the two works with the past.",
        "You know both references before any look. Which `update` could you make with them alone?",
        "16",
        RACE,
        misconceptions=(83,),
    ),
    Diagnosis(
        "another-error-told",
        "another error than the caller expects",
        "The caller is ready for `Booking.DoesNotExist`, and for nothing else. Any other error is an "
        "error page for the traveller.",
        "What do you raise, or call, when one of the tickets is not there?",
    ),
    Diagnosis(
        "no-berth-to-park",
        "a third berth that is not there",
        "You wanted to put one ticket on a free berth meanwhile. This train is full, as it often is.",
        "The constraint looks only at tickets that are not cancelled. Does that help you?",
        "16",
        RACE,
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
        "Each ticket stays the same row, with its key, its reference, its names, its price and its day of "
        "sale. Only the berth is another one.",
        "Does your code delete a ticket, or write other fields? Which one has to change?",
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
know_error(
    "NOT NULL constraint failed: booking_booking.berth_id",
    "no-berth-to-park",
    sets=SET,
    cell="swap_berths",
)
know_error("'NoneType' object has no", "no-berth-to-park", sets=SET, cell="swap_berths")
