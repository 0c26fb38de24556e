"""What goes wrong on the platform of `priority_boarding`."""

from __future__ import annotations

from nightline.checks.window import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

SMALLEST = "The smallest first"
END = "The end of the night"
register(
    Diagnosis(
        "in-order-of-arrival",
        "first come, first served",
        "Passengers boarded in the order in which they came. A plain queue does that. So does a "
        "priority queue with little room: it compares only those who are inside.",
        "Which kind of queue is yours, and who is inside it when a door takes the next one?",
        "08",
        SMALLEST,
    ),
    Diagnosis(
        "tie-by-something-else",
        "a tie that was broken by something else",
        "The groups are right, but inside a group they did not board in the order of their coming. "
        "Python compares the next part of the item when the first parts are equal.",
        "What stands in your items directly behind the group?",
        "08",
        SMALLEST,
    ),
    Diagnosis(
        "tie-not-broken",
        "two dicts that cannot be compared",
        "Two passengers had the same group, so Python compared what stands behind it. Those are "
        "dicts, and no dict is smaller than another.",
        "What could stand between the group and the passenger, and is never equal?",
        "08",
        SMALLEST,
    ),
    Diagnosis(
        "sign-not-comparable",
        "a sign that cannot be compared",
        "The queue compares each new item with those inside it, and your sign is of another kind.",
        "Give the sign the same shape as the other items. Which first part sorts it where you want?",
        "08",
        SMALLEST,
    ),
    Diagnosis(
        "largest-first",
        "the last group first",
        "Group 1 goes before group 2. In your run a larger number went first.",
        "Which end of the order does your queue take from?",
        "08",
        SMALLEST,
    ),
    Diagnosis(
        "wrong-boarding-order",
        "another order than asked",
        "At each moment, the first of the smallest group that waits should board next. Somebody "
        "else did.",
        "Write down who waits when the second passenger begins. Who of them should be next?",
        "08",
        SMALLEST,
    ),
    Diagnosis(
        "passengers-left",
        "passengers left although there was time",
        "The train had not departed, and somebody who waited was not let in.",
        "Which wait ends only when everybody who came has boarded?",
        "08",
        END,
    ),
    Diagnosis(
        "doors-closed",
        "doors that stayed closed",
        "Passengers waited, and a door did nothing. One worker lets in one passenger at a time.",
        "How many tasks take from your queue?",
        "08",
        "A queue between two",
    ),
    Diagnosis(
        "too-many-doors",
        "more doors than there are",
        "More passengers boarded at once than there are doors.",
        "How many tasks call `board` in your code?",
        "08",
        "A queue between two",
    ),
    Diagnosis(
        "boarded-after-departure",
        "boarding a train that has left",
        "The time was over, and a door took the next passenger. Either nothing told the doors, or "
        "your time was counted from too late.",
        "From which line on does your time run? How could the queue then give the doors nobody?",
        "08",
        END,
    ),
    Diagnosis(
        "boarding-cut-off",
        "somebody cancelled in the door",
        "Your doors were cancelled at the departure, and one of them was at work. Cancelling "
        "strikes at any `await`, also in the middle of `board`.",
        "How can a door learn that it is over only *between* two passengers?",
        "08",
        END,
    ),
    Diagnosis(
        "boarding-not-awaited",
        "somebody still in the door",
        "You returned while a passenger was boarding. The call of `board` went on, and nobody "
        "waited for it.",
        "Which line of yours waits for the last `board`?",
        "03",
    ),
    Diagnosis(
        "missed-not-collected",
        "nobody in the second list",
        "The train departed, and some passengers still waited. They belong into the second list, "
        "and yours is empty.",
        "Where are these passengers when the train departs? Who took them out of there?",
        "08",
        SMALLEST,
    ),
    Diagnosis(
        "stayed-on-the-platform",
        "a wait after the last one",
        "Everything was decided, and your function still waited: for a passenger who does not come "
        "any more, or for a time that nobody needs.",
        "Which of your waits does the departure not end?",
        "08",
        END,
    ),
    Diagnosis(
        "order-of-ends",
        "the order of ends",
        "The right passengers boarded, but you listed them as they finished. Somebody who boards "
        "slowly then stands too late in your list.",
        "On which side of `await board(…)` do you write down the name?",
        "08",
        "A queue between two",
    ),
    Diagnosis(
        "lists-swapped",
        "the two lists the other way round",
        "Both lists are right, and their places are not. The caller unpacks who boarded first.",
        "Compare your `return` line with the docstring.",
    ),
    Diagnosis(
        "missed-out-of-order",
        "those who waited, in another order",
        "These are the right passengers. But they would have boarded in another order.",
        "In which order does your queue give them out?",
        "08",
        SMALLEST,
    ),
)
MINE = "priority_boarding"
know_error(
    "not supported between instances of 'dict' and 'dict'", "tie-not-broken", sets=SET, cell=MINE
)
know_error(
    "not supported between instances of 'NoneType'", "sign-not-comparable", sets=SET, cell=MINE
)
know_error("and 'NoneType'", "sign-not-comparable", sets=SET, cell=MINE)
know_error("no passenger of this train: None", "sign-printed", sets=SET, cell=MINE)


def key_of_order(got: list[str], wanted: list[str], groups: dict[str, int]) -> str:
    """The named mistake behind an order of boarding; `groups` in the order of arrival."""
    if got == list(groups)[: len(got)]:
        return "in-order-of-arrival"
    mine, right = [groups[who] for who in got], [groups[who] for who in wanted]
    if mine == right:
        return "tie-by-something-else"
    # The first one boards before anybody else is there.
    if sorted(mine) == sorted(right) and mine[1:] == sorted(mine[1:], reverse=True):
        return "largest-first"
    return "wrong-boarding-order"
