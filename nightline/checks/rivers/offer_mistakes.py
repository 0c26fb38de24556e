"""The mistakes that the task `first_offers` can name."""

from __future__ import annotations

from nightline.checks.rivers.texts import CLOSING, VALUES, about
from nightline.judging.diagnoses import register

_closing, _values = about(CLOSING), about(VALUES)
register(
    _closing(
        "line-left-open",
        "a line that was left open",
        "Leaving a loop does not close what it reads: the generator stands still at its `yield`, and "
        "its `finally` waits. Python may close it later, at a moment that you do not choose.",
        "What around the loop closes the generator on each way out, and waits until it is closed?",
        52,
    ),
    _closing(
        "aclose-not-awaited",
        "an aclose that nothing ran",
        "`aclose()` gives something to await, as a coroutine function does. Without `await`, nothing "
        "is closed.",
        "Which word is missing before `aclose()`?",
        5,
        52,
    ),
    _values(
        "lines-together",
        "several lines at the same time",
        "You called a carrier while another one was still on the line. Here there is only one "
        "telephone, so the calls must come one after another.",
        "Must anything run together here? Which loop calls the carriers in turn?",
    ),
    _values(
        "never-hangs-up",
        "a feed that was read to its end",
        "This carrier reads out prices for ever. Whoever waits for the end of such a feed waits for "
        "ever.",
        "At which price do you know enough? Leave the loop there.",
    ),
    _values(
        "read-too-much",
        "prices that nobody needed",
        "You had a price within the budget and still waited for more. Each further price costs time.",
        "Which statement leaves the loop at the first hit?",
    ),
    _values(
        "budget-itself",
        "the budget itself left out",
        "A traveller who can pay 80 euro can pay 80 euro. Your comparison leaves out the price that "
        "is equal to the budget.",
        "Compare your condition with the words of the docstring.",
    ),
    _values(
        "not-the-first-offers",
        "another price than the first",
        "The price is one that this carrier read out, but not the first one within the budget.",
        "Follow the loop for this carrier with a pencil. When is the price kept, and is it kept again?",
    ),
    _values(
        "left-out-carriers",
        "an entry for a carrier without an offer",
        "A carrier that has no price within the budget must not stand in the dict.",
        "What is the value of this entry? When should it be made at all?",
    ),
    _values(
        "only-one-carrier",
        "carriers that were never called",
        "Your function returned, and some carriers of the list had not been called.",
        "Does each name get its turn? At the first hit, which loop is left: the inner one or both?",
    ),
    _closing(
        "closed-too-late",
        "a close that nobody waited for",
        "You started the close of a line and went on. The next carrier was called, or your function "
        "returned, before the line was closed.",
        "Where must the wait for `aclose()` stand, so that only one line is ever open?",
        52,
    ),
    _values(
        "hung-up-too-early",
        "a carrier that you left before its offer",
        "This carrier had a price within the budget, and you left before it was read out.",
        "What ends your loop over the prices? Only a price that fits, or the carrier itself, may.",
    ),
    _values(
        "over-budget",
        "a price above the budget",
        "The traveller cannot pay this price. The budget is another one in each call.",
        "With which number does your condition compare the price?",
    ),
    _values(
        "from-another-evening",
        "a carrier of another evening",
        "The dict holds a carrier that this call was not asked about. So the dict, or the list of "
        "carriers, is older than the call.",
        "In which line is your dict made? Does that line run once, or in each call?",
    ),
    _values(
        "name-is-the-key",
        "a dict with other keys",
        "The docstring asks for a dict from the carrier's name to the price.",
        "In `found[a] = b`: which of the two is the key?",
    ),
    _values(
        "price-itself",
        "something else than the price",
        "Each value of the dict is a price, an int, as the carrier read it out.",
        "What stands behind the `=` where you keep a price? Must anything be done to it?",
    ),
    _values(
        "list-was-changed",
        "a list that belongs to the caller",
        "After the call, the list of carriers was another one. The caller still needs it.",
        "Which loop goes through a list without taking anything out of it?",
    ),
)
