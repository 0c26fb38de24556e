"""The mistakes that the task `RateLimiter` can name."""

from __future__ import annotations

from nightline.checks.tokens.texts import about
from nightline.judging.diagnoses import register

_rate = about("Branch line")
_race = about("A race: lost updates")

register(
    _rate(
        "rate-missing",
        "nothing that spreads the turns",
        "All turns began together. A limit on what is open at once does not limit how many begin: a "
        "short request gives its place back at once.",
        "What must the limiter remember to know that three have begun in the last second?",
    ),
    _rate(
        "rate-off",
        "turns too close together",
        "Some stretch of time holds more turns than the rule allows.",
        "Take the first turn that is too early. Which earlier turn must be a whole stretch away?",
    ),
    _race(
        "rate-all-woke-together",
        "callers who looked at the same time",
        "One caller alone keeps the rate. Several looked at the same times, slept equally long and "
        "passed together, before any of them had written its own time.",
        "Which read and which write belong together here? What keeps others out between them?",
        45,
    ),
    _rate(
        "rate-fixed-window",
        "windows with a border",
        "Your count begins again at fixed moments. Just before and just after such a moment, twice "
        "as many can pass.",
        "Take the stretch around the border. Whose times must you know to judge it?",
    ),
    _rate(
        "rate-other-number",
        "a number that is not `times`",
        "This limiter was made for two, and three passed before anybody waited. Each limiter gets its "
        "own numbers.",
        "Which numbers are written into your code? What does `__init__` get?",
    ),
    _rate(
        "rate-turns-saved-up",
        "turns saved up in a pause",
        "In a quiet time your limiter collected turns, and then a crowd used all of them at once.",
        "What is the largest number of turns that may wait in your limiter?",
    ),
    _rate(
        "rate-spaced-evenly",
        "turns with equal gaps",
        "The rule allows several at once, if the stretch holds no more. Your callers waited although "
        "they were allowed to pass.",
        "How many may pass in the very first moment? Which of your lines makes them wait?",
    ),
    _rate(
        "rate-turn-late",
        "a turn later than the rule asks",
        "A caller waited although the stretch before held fewer turns than allowed.",
        "When exactly may this caller pass? Which time in your object says so?",
    ),
    _rate(
        "rate-turn-never-comes",
        "a turn that never comes",
        "Some callers were never let through. Either nobody woke them, or a lock was not given back.",
        "For each of your waits: which line ends it?",
    ),
    _rate(
        "rate-turn-spins",
        "a caller who looks again and again",
        "Your callers wake up thousands of times to see whether they may pass. That keeps the thread "
        "busy.",
        "Can you compute how long the wait is? Then one sleep is enough.",
        16,
    ),
    _rate(
        "rate-limiters-share",
        "two limiters that share their memory",
        "A caller of one limiter waited because of a caller of the other. What stands in the class "
        "body belongs to all objects of the class.",
        "Which names are set in the class body, and which in `__init__`?",
    ),
)
