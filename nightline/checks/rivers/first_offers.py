"""Task `first_offers`: leave each feed early, and close it before the next one is opened."""

from __future__ import annotations

import ast
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.rivers import SET
from nightline.checks.rivers.reading import LONG, Watched, watch
from nightline.checks.rivers.sources import Source
from nightline.checks.rivers.texts import CLOSING, VALUES, about
from nightline.judging.diagnoses import register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    compare,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

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
        "Your function returned while carriers were left. A `return` inside a loop ends all loops.",
        "Which loop do you want to leave at the first hit: the inner one or both?",
    ),
)


@dataclass(frozen=True)
class _Line:
    """What one carrier reads out, and whether it begins again."""

    prices: tuple[int, ...]
    endless: bool = True


EVENINGS: dict[str, tuple[dict[str, _Line], int]] = {
    "four carriers": (
        {
            "Fjord": _Line((130, 95, 70)),
            "Kestrel": _Line((110, 99), endless=False),
            "Boreal": _Line((80, 60)),
            "Isar": _Line((85, 79, 75)),
        },
        80,
    ),
    "the last price fits": (
        {"Danube": _Line((60, 55, 50), endless=False), "Jura": _Line((49,))},
        50,
    ),
    "nobody fits": ({"Garonne": _Line((200, 180), endless=False), "Lumen": _Line((), False)}, 90),
}
PAUSE = 0.2


@dataclass
class _Evening:
    """What was seen of one evening."""

    watched: Watched
    lines: dict[str, Source]
    # Who was called, who was on the line then, and what that line did.
    crossings: list[tuple[str, str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


def _evening(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    async def run(answer: Any, stage: Stage) -> _Evening:
        lines, budget = EVENINGS[name]
        evening = _Evening(Watched(), {})

        def note(carrier: str) -> Callable[[], None]:
            def opened() -> None:
                for other, line in evening.lines.items():
                    if other != carrier and line.is_open:
                        evening.crossings.append((carrier, other, line.state))

            return opened

        def prices(carrier: str) -> AsyncGenerator[Any, None]:
            line = lines[carrier]
            items = [(PAUSE, price) for price in line.prices]
            source = Source(
                items, stage.loop.time, endless=line.endless, hang_up=0.1, on_open=note(carrier)
            )
            evening.lines[carrier] = source
            return source.feed()

        stage.lend(prices=prices)
        evening.watched = await watch(lambda: stage.call(list(lines), budget), stage)
        evening.open = [one for one, line in evening.lines.items() if line.is_open]
        return evening

    return run


def _wanted(name: str) -> dict[str, int]:
    lines, budget = EVENINGS[name]
    fits = {who: [price for price in line.prices if price <= budget] for who, line in lines.items()}
    return {who: prices[0] for who, prices in fits.items() if prices}


def _comes_to_an_end(evidence: Evidence) -> Finding:
    evening: _Evening = evidence.result
    if evening.watched.stuck:
        longest = max(evening.lines, key=lambda who: len(evening.lines[who].given), default="")
        did = f"After {seconds(LONG)} you still waited."
        if longest:
            given = len(evening.lines[longest].given)
            did = f"You read {count(given, 'price')} of {longest} and still waited for the next."
        return missed(did, "You leave at the first price that fits.", "never-hangs-up")
    return met(f"You were done after {seconds(evening.watched.seconds)}.")


def _one_line(evidence: Evidence) -> Finding | None:
    evening: _Evening = evidence.result
    expected = "The line is closed before the next carrier is called."
    if not evening.crossings:
        return met("Never more than one line was open.")
    called, other, state = evening.crossings[0]
    did = f"You called {called} while the line to {other} was open."
    together = state == "awaits"
    return missed(did, expected, "lines-together" if together else _left_open(evidence))


def _closed_at_return(evidence: Evidence) -> Finding | None:
    evening: _Evening = evidence.result
    if evening.watched.stuck:
        return None
    if evening.open:
        did = f"When you returned, the line to {evening.open[0]} was still open."
        return missed(did, "No line is open when you return.", _left_open(evidence))
    return met("No line was open when you returned.")


def _left_open(evidence: Evidence) -> str:
    """Whether the close was forgotten, or called and not awaited."""
    try:
        tree = ast.parse(evidence.source)
    except SyntaxError:
        return "line-left-open"
    awaited = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Await)}
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "aclose"
    ]
    forgotten = bool(calls) and not any(id(call) in awaited for call in calls)
    return "aclose-not-awaited" if forgotten else "line-left-open"


def _finds(evidence: Evidence) -> Finding | None:
    evening: _Evening = evidence.result
    if evening.watched.stuck:
        return None
    got, wanted = evening.watched.returned, _wanted(evidence.trial)
    lines, budget = EVENINGS[evidence.trial]
    did, expected = f"You returned {shown(got)}.{evidence.called}", f"{shown(wanted)}."
    if isinstance(got, dict) and got != wanted:
        missing = [who for who in lines if who not in evening.lines]
        if missing:
            return missed(f"{did} You never called {missing[0]}.", expected, "only-one-carrier")
        extra = [who for who in got if who not in wanted]
        if extra:
            return missed(did, expected, "left-out-carriers")
        other = next((who for who in wanted if got.get(who) != wanted[who]), "")
        if wanted.get(other) == budget:
            return missed(did, expected, "budget-itself")
        if other in got and got[other] in lines[other].prices:
            return missed(did, expected, "not-the-first-offers")
    return compare(replace(evidence, result=got), wanted)


def _no_more_than_needed(evidence: Evidence) -> Finding | None:
    evening: _Evening = evidence.result
    wanted, lines = _wanted(evidence.trial), EVENINGS[evidence.trial][0]
    if evening.watched.stuck:
        return None
    for who, line in evening.lines.items():
        prices = lines[who].prices
        needed = prices.index(wanted[who]) + 1 if who in wanted else len(prices)
        if len(line.given) > needed:
            did = f"{who}'s price no. {needed} fits the budget, and you read {len(line.given)}."
            return missed(did, f"You read {needed}.", "read-too-much")
    return met("You read no price more than you needed.")


FIRST_OFFERS = Task(
    name="first_offers",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(Trial(name, _evening(name)) for name in EVENINGS),
    requirements=(
        Requirement("Comes to an end", _comes_to_an_end),
        Requirement("One line at a time", _one_line),
        Requirement("Finds the first price of each carrier within the budget", _finds),
        Requirement("Reads no more than needed", _no_more_than_needed),
        Requirement("No line is open when it returns", _closed_at_return),
    ),
    hints=(
        "Some carriers read out prices for ever. Which statement leaves the loop over the prices, "
        "and not the one over the carriers?",
        "Run your function on the stand-ins, with a budget of 100. When is “hung up: Aurora” printed: "
        "before Corvo is called, or later? What around the loop would close the line in time?",
        "Inside the loop over the carriers: `async with aclosing(prices(carrier)) as offered:`, and "
        "in it an `async for` that keeps the first price that fits, then leaves with `break`.",
    ),
    why=(
        "`break` leaves the inner loop, and with it the `async with`. That closes the generator and "
        "waits until it has hung up. Only then the next carrier is called."
    ),
    reflect="Before you go on, say why the same code without `aclosing` gives the right dict too.",
)
