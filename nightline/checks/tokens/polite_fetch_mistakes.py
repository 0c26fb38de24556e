"""The mistakes that the task `polite_fetch` can name."""

from __future__ import annotations

from nightline.checks.tokens.texts import about
from nightline.judging.diagnoses import register

_few = about("A few at a time: the semaphore")
_hand = about("By hand: acquire and release")

register(
    _few(
        "polite-semaphore-in-each-call",
        "a semaphore for each call",
        "A semaphore limits only those who share it. Each of yours held its tokens for one call.",
        "Create it once. Which function runs only once?",
        48,
    ),
    _few(
        "polite-limit-missing",
        "nothing that holds requests back",
        "All requests begin at once, or in larger groups than allowed. Nothing counts those that "
        "are open.",
        "Which object of the lesson lets only a few in? Who must share it?",
    ),
    _few(
        "polite-limit-not-k",
        "a limit that is not k",
        "The number of requests that may be open is the argument `k`, and it differs from call to "
        "call. Your limit was another number.",
        "Which number does your limit begin with? Where does it come from?",
    ),
    _few(
        "polite-limit-guards-nothing",
        "a semaphore around something else",
        "Your semaphore has the right number of tokens, but the requests do not stand in its block. "
        "Making a task there is over at once, and the token is back before the answer.",
        "Which line waits for the answer of `quote`? Is the token held during this line?",
        48,
    ),
    _few(
        "polite-carriers-missing",
        "carriers that are not in the dict",
        "`k` says how many requests may be open at once. It does not say how many carriers are asked "
        "in all.",
        "What becomes of the carriers behind the first ones?",
    ),
    _few(
        "polite-list-changed",
        "the caller's list was changed",
        "The prices are right, but you took the names out of the list that the caller gave you. The "
        "caller still needs it.",
        "Which line changes `carriers`? How do you get a list of your own?",
    ),
    _few(
        "polite-error-kept",
        "an error that the caller never sees",
        "A carrier raised an error, and your function returned as if all was well.",
        "Follow the error from `await quote` outward. Which line of yours stops it?",
    ),
    _hand(
        "polite-token-too-many",
        "a token given back twice",
        "Each `release()` puts a token into the box, whether or not one was taken. With one too "
        "many, the limit grows without a word.",
        "`async with` gives a token back by itself. Who else does it in your code?",
        47,
    ),
    _few(
        "polite-lock-for-semaphore",
        "a lock where a few may enter",
        "A lock lets one in at a time, whatever `k` is. So the carriers are asked one by one.",
        "Which object is like a lock, but with several tokens?",
    ),
    _few(
        "polite-semaphore-around-all",
        "one token for the whole work",
        "One coroutine asked the carriers in turn, so it held one token at a time. The others were "
        "never used.",
        "How many of your coroutines take a token? Each request should take its own.",
        1,
    ),
    _few(
        "polite-place-left-empty",
        "a place that stood empty",
        "A request was done, and no other began, although some carriers had not been asked. That "
        "happens when a whole group must end before the next one begins, or when a waiter looks only "
        "now and then.",
        "After which answer may the fourth request begin? What does your code wait for there?",
    ),
    _hand(
        "polite-place-kept",
        "a token that never came back",
        "Your requests took tokens and did not give them back. When the box was empty, everybody "
        "waited.",
        "Find the line that takes a token. Which line gives that one back, also after an error?",
    ),
    _few(
        "polite-prices-without-carriers",
        "prices without their carriers",
        "These are the right prices, but the caller cannot see whose they are.",
        "Which type does the docstring ask for? Which built-in function pairs two lists?",
    ),
    _few(
        "polite-order-of-answers",
        "the order of the answers",
        "Each price is with its carrier, but the dict has an order of its own, such as that of "
        "the answers. The caller expects the order of `carriers`.",
        "When do you write each price into the dict? Which order does `gather` keep?",
        20,
    ),
    _few(
        "polite-prices-swapped",
        "prices with the wrong carriers",
        "You paired names and prices that stand in different orders.",
        "In which order do your prices come: as asked, or as answered?",
        20,
    ),
)
