"""What goes wrong in `berths_sold`: one hop, each train, and no error that nobody hears of."""

from __future__ import annotations

from nightline.judging.diagnoses import Diagnosis, register

AROUND = "One hop around the work"
register(
    Diagnosis(
        "hop-for-each",
        "a hop for each call",
        "Each hop wakes a thread and then the loop again. For short work that costs more than the work "
        "itself, and between two hops the data may change.",
        "Where does your loop stand: inside the function that hops, or around the hop?",
        "15",
        AROUND,
        misconceptions=(74,),
    ),
    Diagnosis(
        "hops-gathered",
        "many hops, gathered",
        "All hops of one request share one thread and take turns on it. Gathered, they still run one "
        "after another, and each one costs a crossing.",
        "How many functions must reach the other thread, so that all trains are asked?",
        "15",
        AROUND,
        misconceptions=(74,),
    ),
    Diagnosis(
        "not-through-sold-on",
        "counted without the accountants' function",
        "The accountants count in their own way, and it may change. Your answer did not ask `sold_on`, or "
        "not for each train.",
        "Call `sold_on(train)` inside your plain function, once for each train.",
    ),
    Diagnosis(
        "missing-train-fails-all",
        "one missing train spoils the answer",
        "`sold_on` raised LookupError for one train, and nothing caught it at that train. So the wall "
        "shows nothing at all.",
        "Which line must stand inside `try`, so that the next train is still asked?",
    ),
    Diagnosis(
        "missing-train-left-out",
        "a missing train left out",
        "The wall has a line for each train in the list. For one that does not exist it expects None.",
        "What does your `except` put into the dict?",
    ),
    Diagnosis(
        "stopped-at-missing-train",
        "the missing train ended the loop",
        "`sold_on` raised LookupError for one train. Your code caught it, but outside of the loop, so the "
        "trains behind it were never asked.",
        "How many trains does your `try` stand around? How many should it?",
    ),
    Diagnosis(
        "missing-train-not-none",
        "something else than None for a missing train",
        "No such train is other news than no berth sold. The wall shows them in different ways, and it "
        "knows them apart by None.",
        "What does your code put into the dict when `sold_on` raises LookupError?",
    ),
    Diagnosis(
        "zero-taken-for-missing",
        "a train without bookings shown as missing",
        "`sold_on` gave 0 for this train: it exists, and nobody has booked it. In a condition, and for `or`, "
        "0 counts as false.",
        "What alone tells you that a train does not exist?",
    ),
    Diagnosis(
        "error-object-in-dict",
        "an error object among the answers",
        "The wall shows what stands in the dict, and here it is an error. With `return_exceptions=True` an "
        "error comes back as if it were a result.",
        "Which errors stand for None, and which must be raised? Where do you sort them?",
    ),
    Diagnosis(
        "no-dict-for-no-trains",
        "no dict where there are no trains",
        "An empty list is a list too. The wall goes through the dict it gets, and an empty one is fine.",
        "Which value has the same type as your other answers, and nothing in it?",
    ),
    Diagnosis(
        "list-of-the-caller-changed",
        "the caller's list changed",
        "`trains` belongs to the wall, and it needs the list again for the next round. After your call the "
        "list was another one.",
        "Which line takes something out of the list, or sorts it? How do you go through it without that?",
    ),
    Diagnosis(
        "every-error-caught",
        "an error that nobody hears of",
        "The database was gone, and your answer came back as if all were well. Nobody will look for the "
        "real reason.",
        "Which line of yours took the error: an `except`, or `return_exceptions`? Only LookupError may end "
        "there.",
    ),
    Diagnosis(
        "error-in-other-clothes",
        "another error than the one of sold_on",
        "The caller knows what to do with the errors of `sold_on`, by their type. You raised one of your own "
        "instead.",
        "What happens to an error that no `except` of yours names?",
    ),
    Diagnosis(
        "trains-in-another-order",
        "another order than the list",
        "A dict keeps the order in which it is filled. The wall shows the trains in the order of `trains`.",
        "In which order do you fill the dict?",
    ),
)
