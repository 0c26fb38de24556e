"""What `percentile` can do wrong."""

from __future__ import annotations

from nightline.checks.running import SET
from nightline.checks.running.texts import PERCENTILES, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about(PERCENTILES)
register(
    _entry(
        "percentile-waits-not-ranked",
        "waits in the order in which they came",
        "The list holds the waits in the order of the visits. A rank has a meaning only when the shortest wait "
        "stands first.",
        "What must happen to the waits before you count to a place? And who else uses this list?",
    ),
    _entry(
        "percentile-ranked-from-the-longest",
        "ranked from the wrong end",
        "Your ranking begins with the longest wait. Then a high percentile gives a short wait, and says that all is "
        "well.",
        "Which wait must stand first, so that 95 of 100 lie at or below the place that you take?",
    ),
    _entry(
        "percentile-rank-one-too-high",
        "one place too far",
        "You took the wait behind the one that was asked for. Places in a list count from 0, and ranks count from 1.",
        "Of four waits, the second is p50. Which index has it?",
    ),
    _entry(
        "percentile-rank-one-too-low",
        "one place too early",
        "You took the wait before the one that was asked for. It is exceeded by more visitors than allowed: a rank "
        "that is no whole number must be rounded up.",
        "p95 of ten waits is at rank 9.5. May the ninth stand for it? How many does it leave above?",
    ),
    _entry(
        "percentile-rank-past-the-end",
        "a place behind the last one",
        "Your index is as large as the list is long. Indices count from 0, so the last one is one less.",
        "Work out your index for this call. Which index has the last of four waits?",
    ),
    _entry(
        "percentile-wait-that-nobody-had",
        "a wait between two waits",
        "Your result is none of the waits: it lies between two of them. The report asks for the wait that somebody "
        "really had.",
        "Your rank need not be a whole number. To which side must it be rounded?",
    ),
    _entry(
        "percentile-average-of-the-waits",
        "an average",
        "An average adds good and bad waits, so a few bad ones vanish among many good ones. That is what a "
        "percentile is for.",
        "At which place of the ranked list do 95 of 100 waits lie at or below?",
    ),
    _entry(
        "percentile-waits-changed",
        "the caller's list changed",
        "Your function left the caller's list in another state than before. The caller may still need the waits in "
        "the order of the visits, to draw them.",
        "Which line of yours changes `waits` itself? Which function gives a new list, with the shortest wait first?",
    ),
    _entry(
        "percentile-equal-waits-lost",
        "equal waits counted once",
        "Several visitors waited equally long, and you counted them as one. A set keeps each number once, so the ranks "
        "of all waits behind it move.",
        "How many visitors are in the list, and how many in your ranking?",
    ),
    _entry(
        "percentile-ranked-as-text",
        "ranked by their letters",
        "Your ranking compares waits as text. There '10.5' stands before '9.5', because '1' comes before '9'.",
        "What does the `key` of your ranking give? Numbers need none.",
    ),
    _entry(
        "percentile-place-instead-of-wait",
        "a place instead of a wait",
        "You returned the place of the wait in the ranking. The operator wants to know the wait that stands there.",
        "You know the place. How do you get what stands there in the list?",
    ),
    _entry(
        "percentile-wait-rounded",
        "a wait that was rounded",
        "You found the right wait, and then rounded it. The operator wants one of the waits, as it was measured.",
        "Which step of yours changes the number after you have found it?",
    ),
    _entry(
        "percentile-not-one-of-the-waits",
        "a number that is none of the waits",
        "Nobody in this list waited so long. A percentile by nearest rank is always one of the waits.",
        "From which list does your result come, and at which place of it?",
    ),
    _entry(
        "percentile-many-waits",
        "many waits instead of one",
        "You returned a list. The waits up to the percentile are in it, and only one of them is asked for.",
        "Which one of them is the percentile? Take one index, and no slice.",
    ),
    _entry(
        "percentile-async-def",
        "an async def that nobody awaits",
        "The operator calls this function and does not await it. An `async def` then gives a coroutine, and no number.",
        "Nothing waits in this function. Which word before `def` does it not need?",
    ),
    _entry(
        "percentile-sort-gives-none",
        "a sorted list that is None",
        "`list.sort` sorts its own list and returns `None`, also that of a copy. So you looked for a place in `None`.",
        "Which function returns the sorted list?",
    ),
)
know_error("StatisticsError", "percentile-wait-that-nobody-had", sets=SET)
know_error("IndexError", "percentile-rank-past-the-end", sets=SET)
know_error(
    "'NoneType' object is not subscriptable", "percentile-sort-gives-none", cell=".sort(", sets=SET
)
know_error("'NoneType' has no len", "percentile-sort-gives-none", cell=".sort(", sets=SET)
