"""`with_lifespan`: the start and the end of a server, for an application that has no answer."""

from __future__ import annotations

import inspect

import nightline.checks.gateways.lifespan_mistakes  # noqa: F401  (registers what it can do wrong)
from nightline.checks.gateways import SET
from nightline.checks.gateways.lifespan_server import (
    BROKEN,
    DAY,
    ENDED,
    FAILS,
    FAILS_OTHERWISE,
    KINDS,
    PLAIN,
    REASONS,
    STUCK,
    VISITS,
    Day,
    a_day,
    broken,
    ended,
    fails,
    plain,
    stuck,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, seconds, shown
from nightline.judging.task import Task
from nightline.judging.trial import Trial


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
    if times > 1 and len(day.handed_on) < len(VISITS):
        did = "A visitor came by `websocket`, and your code took that call for the server's start."
        return missed(did, "Every type but `lifespan` goes on to `app`.", "visitor-not-handed-on")
    begins = day.place("start begins")
    if times == 1 and 0 <= day.place("stop begins") < begins:
        did = "You called `stop` first, and `start` after it."
        return missed(did, "`start` at the start, `stop` at the end.", "start-and-stop-swapped")
    if times != 1 or 0 <= day.place("visit") < begins:
        did = f"`start` was called {count(times, 'time')} on this day"
        did += ", after the first visitor." if times == 1 else "."
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
        waited = day.between("lifespan.startup.complete", "stop begins")
        if waited > 0:
            did = f"You called `stop` {seconds(waited)} after the start, and the server still ran."
            return missed(did, "`stop` when the server says so.", "stopped-by-the-clock")
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
        return missed(did, "First the end of `stop`, then the message.", "closed-too-early")
    return met("`stop` ended, then you said that it was complete.")


def _fails_openly(evidence: Evidence) -> Finding | None:
    day: Day | None = evidence.result
    if day is None or not day.is_app or "lifespan" in day.handed_on:
        return None
    if "start begins" not in day.events:
        return None  # that `start` is missing is told already
    error = f"{'ValueError' if evidence.trial == FAILS_OTHERWISE else 'ConnectionError'}"
    tried = day.events.count("start begins")
    if tried > 1:
        did = f"`start` raised {error}, and you called it {count(tried, 'time')}."
        return missed(did, "One call. Then the server is told.", "start-tried-again")
    if "lifespan.startup.complete" in day.events:
        did = f"`start` raised {error}, and you sent `lifespan.startup.complete`."
        return missed(did, "`lifespan.startup.failed`.", "start-failed-ready")
    failed = [m for m in day.said if isinstance(m, dict) and str(m.get("type")).endswith("failed")]
    if not failed or failed[0]["type"] != "lifespan.startup.failed":
        did = f"`start` raised {error}. You sent no `lifespan.startup.failed`"
        did += ", and the error came out." if day.error is not None else "."
        if evidence.trial == FAILS_OTHERWISE:
            return missed(did, "The same as for ConnectionError.", "some-errors-only")
        return missed(did, "`lifespan.startup.failed`, with the reason.", "start-failed-unsaid")
    reason, said = REASONS[evidence.trial], failed[0].get("message", "")
    if reason in str(said) and not isinstance(said, str):
        did = f"Your `message` is {shown(said)}, of type `{type(said).__name__}`."
        return missed(did, f"A text: {shown(reason)}.", "reason-not-text")
    if reason not in str(said):
        did = f"Your `message` is {shown(said)}."
        return missed(did, f"The words of the error: {shown(reason)}.", "reason-missing")
    if "stop begins" in day.events:
        did = "`start` failed, and you called `stop`."
        return missed(did, "No `stop`.", "stop-after-failed-start")
    return met("You said that the start failed, and why.")


def _stop_fails_openly(evidence: Evidence) -> Finding | None:
    day: Day | None = evidence.result
    if day is None or not day.is_app or "stop begins" not in day.events:
        return None
    if day.place("stop begins") < day.place("lifespan.shutdown"):
        return None  # that is told already
    told = day.error is not None or "lifespan.shutdown.failed" in day.events
    if told and "lifespan.startup.failed" not in day.events:
        return met("The error of `stop` came out.")
    said = [str(message.get("type")) for message in day.said if isinstance(message, dict)]
    did = "`stop` raised an error, and " + (f"you sent `{said[-1]}`." if said else "it is lost.")
    return missed(did, "The error comes out.", "stop-failed-unseen")


def _fails_inside(evidence: Evidence) -> Finding | None:
    day: Day | None = evidence.result
    if day is None or not day.is_app or not day.handed_on:
        return None
    if day.error is None:
        did = "The application inside raised an error, and the server saw none."
        return missed(did, "The error comes out.", "error-of-app-hidden")
    return met("An error of the application inside came out.")


WITH_LIFESPAN = Task(
    name="with_lifespan",
    set=SET,
    level="stretch",
    minutes=15,
    trials=(
        Trial(DAY, a_day),
        Trial(FAILS, fails),
        Trial(FAILS_OTHERWISE, fails),
        Trial(ENDED, ended),
        Trial(STUCK, stuck),
        Trial(PLAIN, plain),
        Trial(BROKEN, broken),
    ),
    requirements=(
        Requirement("Gives an application", _is_app, DAY),
        Requirement("The start is complete when `start` has ended", _starts, DAY),
        Requirement("Visitors reach the application inside", _hands_on, DAY),
        Requirement("The end is complete when `stop` has ended", _stops, DAY),
        Requirement("A start that fails is told with its reason", _fails_openly, FAILS),
        Requirement("Any error of `start` is told", _fails_openly, FAILS_OTHERWISE),
        Requirement("A stop that fails is not hidden", _stop_fails_openly, STUCK),
        Requirement("A server without lifespan works too", _hands_on, PLAIN),
        Requirement("Errors of `app` are not hidden", _fails_inside, BROKEN),
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
