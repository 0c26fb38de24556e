"""Task `first_offers`: leave each feed early, and close it before the next one is opened."""

from __future__ import annotations

import ast
import asyncio
import sys
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.rivers import SET, offer_mistakes  # noqa: F401  (registers)
from nightline.checks.rivers.reading import LONG, Watched, end_all, watch
from nightline.checks.rivers.sources import Source
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
from nightline.judging.reading import calls_of, nodes_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial


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
        {"Danube": _Line((64, 60, 58, 55, 50), endless=False), "Jura": _Line((49,))},
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
    # Lines that nobody held any more: Python closed them, at some later turn.
    let_go: list[str] = field(default_factory=list)
    carriers_after: list[str] = field(default_factory=list)


def _evening(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    async def run(answer: Any, stage: Stage) -> _Evening:
        lines, budget = EVENINGS[name]
        evening, feeds = _Evening(Watched(), {}), weakref.WeakSet[AsyncGenerator[Any, None]]()

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
            feed = source.feed()
            feeds.add(feed)
            return feed

        def note_let_go(generator: Any) -> None:
            source = generator.ag_frame.f_locals.get("self") if generator.ag_frame else None
            evening.let_go += [who for who, line in evening.lines.items() if line is source]
            if finalizer:
                finalizer(generator)

        prices.__qualname__ = "prices"
        stage.lend(prices=prices)
        finalizer = sys.get_asyncgen_hooks().finalizer
        sys.set_asyncgen_hooks(finalizer=note_let_go)  # the loop takes its hooks off at its end
        evening.carriers_after = list(lines)
        call = lambda: stage.call(evening.carriers_after, budget)  # noqa: E731
        evening.watched = await watch(call, stage)
        evening.open = [one for one, line in evening.lines.items() if line.is_open]
        # Hang up now, on the trial's clock: the loop's own end takes real time.
        for _ in range(2):  # what was let go a moment ago gets its task, and the task begins
            await asyncio.sleep(0)
        left = asyncio.all_tasks(stage.loop) - {asyncio.current_task(stage.loop)}
        stage.note_left(left)
        await end_all(left)
        for feed in list(feeds):
            await feed.aclose()
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
    if evening.let_go:
        did = f"Nobody closed the line to {evening.let_go[0]}. Python did it at some later turn."
        return missed(did, "Your code closes each line.", _left_open(evidence))
    return met("No line was open when you returned.")


def _left_open(evidence: Evidence) -> str:
    """Whether the close was forgotten, or called and not awaited."""
    source = evidence.source
    awaited = {id(node.value) for node in nodes_of(source) if isinstance(node, ast.Await)}
    calls = [call for call in calls_of(source, "aclose") if isinstance(call.func, ast.Attribute)]
    if not calls or any(id(call) in awaited for call in calls):
        return "line-left-open"
    handed_over = {id(arg) for call in calls_of(source) for arg in _args(call)}
    given = any(id(call) in handed_over for call in calls)
    return "closed-too-late" if given else "aclose-not-awaited"


def _args(call: ast.Call) -> list[ast.AST]:
    """What a call gets, and what stands inside: `gather(*(one.aclose() for one in lines))`."""
    return [inner for arg in call.args for inner in ast.walk(arg)]


def _finds(evidence: Evidence) -> Finding | None:
    evening: _Evening = evidence.result
    if evening.watched.stuck:
        return None
    got, wanted = evening.watched.returned, _wanted(evidence.trial)
    lines, budget = EVENINGS[evidence.trial]
    did, expected = f"You returned {shown(got)}.{evidence.called}", f"{shown(wanted)}."
    if isinstance(got, dict) and got != wanted:
        missing = [who for who in lines if who not in evening.lines]
        names = [who for who in got if not isinstance(who, str)]
        if names:
            did = f"You returned {shown(got)}: a key is {shown(names[0])}."
            return missed(did, expected, "name-is-the-key")
        if any(who not in lines for who in got):
            return missed(did, expected, "from-another-evening")
        if missing:
            return missed(f"{did} You never called {missing[0]}.", expected, "only-one-carrier")
        if any(type(price) is int and price > budget for price in got.values()):
            return missed(f"{did} The budget is {budget}.", expected, "over-budget")
        extra = [who for who in got if who not in wanted]
        if extra:
            return missed(did, expected, "left-out-carriers")
        other = next((who for who in wanted if got.get(who) != wanted[who]), "")
        strange = next((price for price in got.values() if type(price) is not int), None)
        if strange is not None:
            did = f"You returned {shown(got)}, and {shown(strange)} is a {type(strange).__name__}."
            return missed(did, expected, "price-itself")
        if other not in got and len(evening.lines[other].given) <= lines[other].prices.index(
            wanted[other]
        ):
            did += f" You read {count(len(evening.lines[other].given), 'price')} of {other}."
            return missed(did, expected, "hung-up-too-early")
        if wanted.get(other) == budget:
            return missed(did, expected, "budget-itself")
        if other in got and got[other] in lines[other].prices:
            return missed(did, expected, "not-the-first-offers")
    if got == wanted and evening.carriers_after != list(lines):
        did = f"After the call, the list of carriers was {shown(evening.carriers_after)}."
        return missed(did, f"{shown(list(lines))}.", "list-was-changed")
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
