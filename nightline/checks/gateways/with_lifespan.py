"""`with_lifespan`: the start and the end of a server, for an application that has no answer."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.gateways.lifespan_mistakes  # noqa: F401  (registers what it can do wrong)
from nightline.checks.gateways import SET
from nightline.checks.gateways.exchange import Visitor, http_scope
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

DAY, FAILS, PLAIN = "a whole day", "the start fails", "a server without lifespan"
REASON = "no carrier answers"
TIMEOUT = 30.0  # virtual seconds that the server waits for one message
VISITS = ("/one/", "/two/")
KINDS = {
    f"lifespan.{moment}.{outcome}"
    for moment in ("startup", "shutdown")
    for outcome in ("complete", "failed")
}


@dataclass
class Day:
    """What happened on one day of a server, in order."""

    events: list[str] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    handed_on: list[str] = field(default_factory=list)
    same: bool = True
    silent: str = ""
    error: BaseException | None = None
    wrapped: Any = None
    is_app: bool = True

    def place(self, event: str) -> int:
        """At which place this happened first; -1 if it did not."""
        return self.events.index(event) if event in self.events else -1


class _Server:
    """Plays a server for an application made by the answer."""

    def __init__(self, answer: Any, day: Day, failing: bool = False) -> None:
        self.day, self.failing = day, failing
        self.inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self.news = asyncio.Event()
        self.passed: tuple[Any, ...] = ()
        wrapped = answer(self.inner, self.start, self.stop)
        if inspect.iscoroutine(wrapped):
            wrapped.close()
        day.wrapped, day.is_app = wrapped, callable(wrapped)
        self.app = wrapped

    async def inner(self, scope: Any, receive: Any, send: Any) -> None:
        self.day.handed_on.append(scope["type"] + scope.get("path", ""))
        if scope["type"] == "lifespan":
            raise ValueError("This application cannot handle lifespan.")
        self.day.events.append("visit")
        # Bound methods are equal, and not the same object, when they are looked up again.
        self.day.same &= any((scope, receive, send) == known for known in self.passed)
        await asyncio.sleep(0.2)

    async def start(self) -> None:
        self.day.events.append("start begins")
        await asyncio.sleep(0.5)
        if self.failing:
            raise ConnectionError(REASON)
        self.day.events.append("start ends")

    async def stop(self) -> None:
        self.day.events.append("stop begins")
        await asyncio.sleep(0.3)
        self.day.events.append("stop ends")

    async def send(self, message: Any) -> None:
        self.day.said.append(message)
        kind = message.get("type") if isinstance(message, dict) else str(message)
        self.day.events.append(str(kind))
        self.news.set()

    async def say(self, kind: str, call: asyncio.Task[Any]) -> None:
        """Give the application a message, and wait for its answer, or for the end of the call."""
        self.news.clear()
        self.day.events.append(f"lifespan.{kind}")
        self.inbox.put_nowait({"type": f"lifespan.{kind}"})
        answered = asyncio.create_task(self.news.wait())
        done, _ = await asyncio.wait(
            {answered, call}, timeout=TIMEOUT, return_when=asyncio.FIRST_COMPLETED
        )
        answered.cancel()
        if not done and not self.day.silent:
            self.day.silent = kind

    async def visits(self) -> None:
        visitors = [Visitor() for _ in VISITS]
        scopes = [http_scope(VISITS[0]), {**http_scope(VISITS[1]), "type": "websocket"}]
        self.passed = tuple(
            (scope, visitor.receive, visitor.send)
            for scope, visitor in zip(scopes, visitors, strict=True)
        )
        await asyncio.gather(*(self.app(*three) for three in self.passed))


async def _life(server: _Server, day: Day) -> None:
    call = asyncio.ensure_future(server.app({"type": "lifespan"}, server.inbox.get, server.send))
    await server.say("startup", call)
    await asyncio.sleep(1)  # nobody comes yet; a start that nobody awaited has time to end
    if not server.failing:
        await server.visits()
        if not call.done():
            await server.say("shutdown", call)
    done, _ = await asyncio.wait({call}, timeout=1)
    if not done:
        call.cancel()
        await asyncio.wait({call})
    elif not call.cancelled():
        day.error = call.exception()


async def _day(answer: Any, stage: Stage) -> Day:
    day = Day()
    server = _Server(answer, day)
    if day.is_app:
        await _life(server, day)
    return day


async def _fails(answer: Any, stage: Stage) -> Day:
    day = Day()
    server = _Server(answer, day, failing=True)
    if day.is_app:
        await _life(server, day)
    return day


async def _plain(answer: Any, stage: Stage) -> Day:
    day = Day()
    server = _Server(answer, day)
    if day.is_app:
        await server.visits()
    return day


def _is_app(evidence: Evidence) -> Finding | None:
    day: Day | None = evidence.result
    if day is None:
        return None
    if not day.is_app:
        did = f"`with_lifespan` gave {shown(day.wrapped)}."
        if inspect.iscoroutine(day.wrapped):
            did = "A call of `with_lifespan` made a coroutine, a plan."
        expected = "An application, at once and without `await`."
        return missed(did, expected, "not-an-application")
    return met("`with_lifespan` gave an application.")


def _starts(evidence: Evidence) -> Finding | None:
    day: Day | None = evidence.result
    if day is None or not day.is_app:
        return None
    if "lifespan" in day.handed_on:
        did = "The application inside was called with the type `lifespan`."
        return missed(did, "Your wrapper answers it.", "lifespan-handed-on")
    if day.error is not None:
        evidence.error = day.error  # told by its own words
        did = f"The call ended with {type(day.error).__name__}: {day.error}."
        return missed(did, "A call that ends in good order.", "raised")
    if odd := [m for m in day.said if not isinstance(m, dict) or m.get("type") not in KINDS]:
        expected = "A dict whose `type` stands in the table of the branch line."
        return missed(f"You sent {shown(odd[0])}.", expected, "no-lifespan-message")
    times = day.events.count("start begins")
    ready = day.place("lifespan.startup.complete")
    if times == 0 or (0 <= day.place("visit") < day.place("start begins")) or times > 1:
        did = f"`start` was called {count(times, 'time')} on this day"
        did += ", before the server said that it starts." if times == 1 else "."
        return missed(did, "Once, at the server's start.", "start-not-once")
    if ready < 0:
        did = "The server said `lifespan.startup`, and got no `lifespan.startup.complete`."
        return missed(did, "An answer when `start` has ended.", "server-left-waiting")
    if not 0 <= day.place("start ends") < ready:
        did = "You sent `lifespan.startup.complete`, and `start` had not ended."
        return missed(did, "First the end of `start`, then the message.", "complete-too-early")
    return met("`start` ended, then you said that it was complete.")


def _hands_on(evidence: Evidence) -> Finding | None:
    day: Day | None = evidence.result
    if day is None or not day.is_app or day.error is not None:
        return None
    came = [name for name in day.handed_on if name != "lifespan"]
    wanted = [f"http{VISITS[0]}", f"websocket{VISITS[1]}"]
    if sorted(came) != wanted:
        did = f"Two visitors came, by `http` and by `websocket`. {count(len(came), 'call')} "
        did += "reached the application inside."
        return missed(did, "2 calls.", "visitor-not-handed-on")
    if not day.same:
        did = "The application inside got other arguments than the server gave."
        return missed(did, "The same `scope`, `receive` and `send`.", "visitor-not-handed-on")
    if evidence.trial == PLAIN and day.place("start begins") >= 0:
        did = "The server has no lifespan, and a visitor's call ran `start`."
        return missed(did, "No `start` in a visit.", "start-not-once")
    return met("Both visitors reached the application inside.")


def _stops(evidence: Evidence) -> Finding | None:
    day: Day | None = evidence.result
    if day is None or not day.is_app or day.error is not None:
        return None
    told, stopped = day.place("lifespan.shutdown"), day.place("stop begins")
    if stopped >= 0 and (told < 0 or stopped < told):
        did = "You called `stop` before the server said `lifespan.shutdown`."
        return missed(did, "`stop` after that message.", "stopped-at-once")
    if stopped < 0:
        did = "The server said `lifespan.shutdown`, and `stop` was not called."
        if told < 0:
            did = "Your call was over before the last visitor came, and `stop` was not called."
        return missed(did, "One call of `stop`.", "never-stopped")
    ended = day.place("lifespan.shutdown.complete")
    if ended < 0:
        did = "The server said `lifespan.shutdown`, and got no `lifespan.shutdown.complete`."
        return missed(did, "An answer when `stop` has ended.", "server-left-waiting")
    if not 0 <= day.place("stop ends") < ended:
        did = "You sent `lifespan.shutdown.complete`, and `stop` had not ended."
        return missed(did, "First the end of `stop`, then the message.", "complete-too-early")
    return met("`stop` ended, then you said that it was complete.")


def _fails_openly(evidence: Evidence) -> Finding | None:
    day: Day | None = evidence.result
    if day is None or not day.is_app or "lifespan" in day.handed_on:
        return None
    if "start begins" not in day.events:
        return None  # that `start` is missing is told already
    if "lifespan.startup.complete" in day.events:
        did = "`start` raised ConnectionError, and you sent `lifespan.startup.complete`."
        return missed(did, "`lifespan.startup.failed`.", "start-failed-ready")
    failed = [m for m in day.said if isinstance(m, dict) and str(m.get("type")).endswith("failed")]
    if not failed or failed[0]["type"] != "lifespan.startup.failed":
        did = "`start` raised ConnectionError. You sent no `lifespan.startup.failed`"
        did += ", and the error came out." if day.error is not None else "."
        return missed(did, "`lifespan.startup.failed`, with the reason.", "start-failed-unsaid")
    if REASON not in str(failed[0].get("message", "")):
        did = f"Your `message` is {shown(failed[0].get('message', ''))}."
        return missed(did, f"The words of the error: {shown(REASON)}.", "reason-missing")
    if "stop begins" in day.events:
        return missed("`start` failed, and you called `stop`.", "No `stop`.", "stopped-at-once")
    return met("You said that the start failed, and why.")


WITH_LIFESPAN = Task(
    name="with_lifespan",
    set=SET,
    level="stretch",
    minutes=15,
    trials=(Trial(DAY, _day), Trial(FAILS, _fails), Trial(PLAIN, _plain)),
    requirements=(
        Requirement("Gives an application", _is_app, DAY),
        Requirement("The start is complete when `start` has ended", _starts, DAY),
        Requirement("Visitors reach the application inside", _hands_on, DAY),
        Requirement("The end is complete when `stop` has ended", _stops, DAY),
        Requirement("A start that fails is told with its reason", _fails_openly, FAILS),
        Requirement("A server without lifespan works too", _hands_on, PLAIN),
    ),
    hints=(
        "Your function returns an application. Which three arguments does that one take, and "
        "where does it find `app`, `start` and `stop`?",
        "Write `async def wrapped(scope, receive, send)` inside, and return it. What does it do "
        "for every type but `lifespan`?",
        "For `lifespan`, the order is: receive, start, send, receive, stop, send. Which of these "
        "six can fail?",
        "`try: await start()`, and in its `except Exception as error:` send "
        "`lifespan.startup.failed` with `str(error)` as `message`, then `return`.",
    ),
    why=(
        "The lifespan is one call that lives as long as the server. Its second `receive` waits "
        "through the whole day, and costs no thread while it does."
    ),
    reflect="Before you go on, say why a failed start must not come out as an error.",
)
