"""The requirements every task has: it runs to its end, blocks nobody, and leaves nothing behind."""

from __future__ import annotations

import ast
import re

from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import EXPLAINS_UNRUN, key_of
from nightline.judging.evidence import Evidence, Place
from nightline.judging.findings import (
    Finding,
    Requirement,
    count,
    met,
    missed,
    plain,
    seconds,
)
from nightline.judging.reading import calls_of, name_of

register(
    Diagnosis(
        "stands-for-ever",
        "a call that never comes back",
        "Your code stands in one call, and this call keeps the loop's thread. A lock of `threading`, a "
        "`join` or a `result()` waits like that, and what should end the wait can never run.",
        "Restart the kernel (menu Kernel, Restart). Which twin of this call can be awaited?",
        "01",
        "When it goes wrong",
    ),
)

LONGEST_CALL = 70  # characters of a call in a report


def _places(places: list[Place]) -> str:
    return "; ".join(str(place) for place in places[:3]) + (" …" if len(places) > 3 else "")


def _awaits(evidence: Evidence) -> Finding | None:
    unrun = evidence.never_awaited
    if key_of(evidence) == "gather-not-awaited" or (unrun and _error_explains(evidence, unrun[0])):
        return None  # the error tells the story
    if not unrun:
        return met("Every coroutine you made was run.")
    first = _found_in(evidence.source, unrun[0])
    call = _call_text(first)
    if _is_compared(first):
        did = f"Line {first.line}, `{first.source}`, compares the coroutine."
        return missed(
            did, "The value decides.", "coroutine-compared", call=_typable(call, evidence.asked)
        )
    if _is_condition(first):
        did = f"Line {first.line}, `{first.source}`, asks whether the coroutine is true."
        return missed(
            did, "The value decides.", "coroutine-as-condition", call=_typable(call, evidence.asked)
        )
    where = f"Line {first.line} calls" if first.line else "You called"
    did = f"{where} `{call}`, but nothing ran it. "
    if first.name == evidence.asked:
        sent = len(evidence.calls)
        planned = max(evidence.carriers, sent + len(unrun))
        did += f"{sent} of {count(planned, 'request')} {'was' if planned == 1 else 'were'} sent."
        return missed(
            did,
            f"{count(planned, 'request')}.",
            "never-awaited",
            call=_typable(call, evidence.asked),
        )
    did += f"That happened {count(len(unrun), 'time')}."
    return missed(
        did, "Every coroutine is awaited.", "never-awaited", call=_typable(call, evidence.asked)
    )


def _error_explains(evidence: Evidence, unrun: Place) -> bool:
    """Whether the error says more about the mistake than the coroutine that did not run.

    A request that was never sent is told as such. Other coroutines are told by the error that
    using them gave, when it names the line and the types.
    """
    key = key_of(evidence)
    return key in EXPLAINS_UNRUN or (
        key == "coroutine-as-value"
        and unrun.name != evidence.asked
        and evidence.error_place is not None
        and not _is_condition(unrun)
        and not _is_compared(unrun)
    )


def _is_condition(place: Place) -> bool:
    """Whether the call stands directly in a condition, such as `if is_open(carrier):`."""
    words = r"(?:if|elif|while|and|or|not)"
    return bool(re.search(rf"\b{words}\s+{re.escape(place.name)}\(", place.source))


def _is_compared(place: Place) -> bool:
    """Whether the call stands directly in a comparison, such as `is_open(carrier) is True`."""
    call = rf"(?<!await )\b{re.escape(place.name)}\([^()]*\)"
    return bool(
        re.search(
            rf"{call}\s*(?:is\b|[=!<>]=|[<>])|(?:\bis|\bis not|[=!<>]=|[<>])\s*{call}", place.source
        )
    )


def _call_text(place: Place) -> str:
    """The call as the learner wrote it, such as `quote(c)`; `quote(…)` where that is not known."""
    if place.name == "__call__":  # of asgiref's bridge, which is an object
        bridge = re.search(r"\bsync_to_async\([^()]*\)\([^()]*\)", place.source)
        return bridge[0] if bridge else "sync_to_async(f)()"
    if whole := _segment(place):
        return whole
    found = re.search(rf"(?:\w[\w.]*\.)?\b{re.escape(place.name)}\(", place.source)
    if not found:  # under another name: `view(request)` for a view that was handed over
        found = re.search(r"(?<!await )\b[\w.]+\(", re.sub(r"\bawait\s+", "await ", place.source))
    if not found:
        return f"{place.name}(…)"
    inside = _inside(found.string[found.end() :])
    return found[0] + ("…" if inside is None else inside) + ")"


def _segment(place: Place) -> str:
    """The whole expression that makes the call; empty where its line is no statement."""
    for call in calls_of(place.source + (" pass" if place.source.endswith(":") else "")):
        name, text = name_of(call.func), ast.get_source_segment(place.source, call) or ""
        if name == place.name:
            return text if len(text) <= LONGEST_CALL else f"{name}(…)"
        if isinstance(call.func, ast.Call) and len(text) <= LONGEST_CALL:
            return text  # `make(x)(y)`: what was made has a name that the line does not tell
    return ""


def _found_in(source: str, place: Place) -> Place:
    """A place with its line, where only the name of the coroutine was known."""
    if place.line:
        return place
    call = rf"(?<!def )(?<!await )\b(?:\w[\w.]*\.)?{re.escape(place.name)}\("
    for number, line in enumerate(source.splitlines(), 1):
        if re.search(call, line) and not re.search(rf"await [\w.]*\b{place.name}\(", line):
            return Place(place.name, number, line.strip())
    return place


def _inside(text: str) -> str | None:
    """What stands before the bracket that closes a call; None where that is in another line."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0:
            return text[:at]
    return None


def _typable(call: str, asked: str) -> str:
    """The call with arguments that a new cell knows too: `quote('Aurora')` for `quote(c)`.

    That is possible for what asks a carrier and for asyncio's own. Any other call stays as it was
    written, for who knows what it takes?
    """
    name = call.partition("(")[0]
    if name != asked and not name.startswith("asyncio."):
        return call
    try:
        tree = ast.parse(call, mode="eval").body
    except SyntaxError:
        return call.replace("(…)", "('Aurora')" if name == asked else "(1)")
    if not isinstance(tree, ast.Call):
        return call
    sample = ast.Constant(1 if call.startswith("asyncio.") else "Aurora")
    tree.args = [arg if isinstance(arg, ast.Constant) else sample for arg in tree.args]
    if call.startswith("asyncio."):
        tree.keywords = []  # the sample is a kind of object that they would refuse
    for keyword in tree.keywords:
        if not isinstance(keyword.value, ast.Constant):
            keyword.value = sample
    return ast.unparse(tree)


def _blocks_nobody(evidence: Evidence) -> Finding:
    if not evidence.blocked:
        return met("The thread was free while you waited.")
    longest = max(evidence.blocked, key=lambda blocked: blocked.seconds)
    where = f"Line {longest.place.line}" if longest.place.line else "Your code"
    did = f"{where} calls `{longest.call}`. For {seconds(longest.seconds)} nothing else could run"
    others = longest.others_waiting
    did += f"; {count(others, 'other task')} stood still." if others else "."
    key = "blocking-sleep" if longest.call.startswith("time.sleep") else "busy-waiting"
    key = evidence.blocked_key or key
    return missed(did, "Others run while you wait.", key, in_time=True)


def _ends(evidence: Evidence) -> Finding:
    if evidence.deadlock:
        if story := evidence.deadlock_story and evidence.deadlock_story():
            return missed(story[0], "Every wait ends.", story[1], in_time=True)
        did = f"At {seconds(evidence.seconds)} everything waited: {_places(evidence.deadlock)}."
        return missed(did, "Every wait ends.", "deadlock", in_time=True)
    if evidence.endless:
        did = f"Your code did not end. It stood at {evidence.endless}."
        stuck = "unstoppable" if _catches(evidence.source) else "stands-for-ever"
        return missed(did, "Your code ends.", stuck if evidence.hung else "endless")
    if evidence.error is not None:
        return _error(evidence, evidence.error)
    return met(f"It ran to its end in {seconds(evidence.seconds)}.")


def _catches(source: str) -> bool:
    """Whether an answer catches errors at all."""
    return bool(re.search(r"\bexcept\b|\bsuppress\b", source))


def _error(evidence: Evidence, error: BaseException) -> Finding:
    message = _without_insides(str(error))
    text = f"`{type(error).__name__}: {message}`" if message else f"`{type(error).__name__}`"
    place = evidence.error_place
    did = f"Line {place.line}, `{place.source}`, raised {text}." if place else f"It raised {text}."
    did += evidence.called
    return missed(did, "No error.", key_of(evidence))


def _without_insides(text: str) -> str:
    """An error's text with `<Task …>` for a task's long repr, and without names of ours."""
    text = plain(text)
    inner = r"[^<>]|<[^<>]*>"
    return re.sub(rf"<(Task|Future|\w*Loop)\b(?:{inner}|<(?:{inner})*>)*>", r"<\1 …>", text)


def _leaves_nothing(evidence: Evidence) -> Finding:
    if evidence.swallowed:
        did = f"A cancelled task went on: {_places(evidence.swallowed)}."
        return missed(did, "A cancelled task ends.", "swallowed-cancel", in_time=True)
    if evidence.unretrieved:
        did = f"A task failed with `{evidence.unretrieved[0]}`, and nobody looked at it."
        return missed(did, "Every error reaches somebody.", "unretrieved-error")
    if evidence.leftover:
        did = f"{count(len(evidence.leftover), 'task')} still ran at the end: "
        did += f"{_places(evidence.leftover)}."
        return missed(did, "Nothing left running.", "leftover-task", in_time=True)
    return met("Nothing was left running.")


# In this order: a cause comes before what it causes.
AWAITS = Requirement("Every coroutine is awaited", _awaits)
BLOCKS_NOBODY = Requirement("The thread stays free while you wait", _blocks_nobody)
ENDS = Requirement("It runs to its end without an error", _ends)
LEAVES_NOTHING = Requirement("Nothing is left running", _leaves_nothing)
