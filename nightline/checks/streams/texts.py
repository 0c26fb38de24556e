"""The diagnoses that several tasks of this set give, and the requirements that use them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from nightline.checks.streams import SET
from nightline.checks.streams.readers import Heard
from nightline.judging import diagnoses
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, seconds, shown
from nightline.judging.reading import FUNCTIONS, name_of, nodes_of

WAYS = "Two generators, two gateways"
EVENTS = "One response, many events (server-sent events)"
BREAKS = "The line breaks, and the browser comes back"
LEAVES = "A reader who leaves"
HOLDS = "The connection that a stream holds"
WRONG = "When it goes wrong"
BRANCH = "Branch line: files, packing, and many boards"

about = partial(diagnoses.about, "19")


_pieces, _ways, _events, _leaves, _wrong = map(
    about, ("A response in pieces", WAYS, EVENTS, LEAVES, WRONG)
)
register(
    _ways(
        "sync-generator-under-asgi",
        "a synchronous generator behind an ASGI server",
        "The event loop may not stand in a synchronous generator. So Django reads it to its end in a "
        "thread, and sends all of it at once when it is over.",
        "Which word makes a generator one that the loop can wait for? How must it pause then?",
        94,
    ),
    _ways(
        "stream-collected-first",
        "a stream that was collected first",
        "Your view made all chunks before it returned. So the response had everything, and its reader "
        "had nothing until then.",
        "In which of your functions does the `yield` stand? Who should wait between two chunks, the "
        "view or the generator?",
    ),
    _pieces(
        "not-a-stream",
        "a whole answer in place of a stream",
        "`HttpResponse` and `JsonResponse` take their content once, and send it whole. A generator has "
        "no content yet.",
        "Which class of the lesson takes a generator?",
    ),
    _pieces(
        "no-response",
        "no response",
        "A view returns a response, also when it streams. Django got something that it cannot send.",
        "What does your view give back, on each of its ways? Wrap the generator in a response.",
    ),
    _wrong(
        "stream-not-called",
        "a generator function in place of a generator",
        "The function itself yields nothing. Only its call makes the generator that can be read.",
        "What is missing behind the function's name, where you make the response?",
    ),
    _pieces(
        "name-of-the-function-around",
        "a name of the function around",
        "Your generator gives this name a value, so Python takes it for the generator's own name everywhere in it. "
        "When it is read first, it has no value yet.",
        "Where should this name get its first value? Can that line stand in the generator?",
    ),
    _pieces(
        "coroutine-in-a-stream",
        "a coroutine where a generator is needed",
        "An `async def` without `yield` gives one value, at its end. A stream needs many.",
        "Which word hands out one chunk and lets the function go on?",
    ),
    _leaves(
        "stream-goes-on",
        "a stream that goes on without its reader",
        "The reader had left, and the task was cancelled. Your code caught the `CancelledError` and "
        "went on, for nobody, until the server stops.",
        "Which of your `except` lines catches it? Name the error that you expect there.",
        96,
    ),
    _ways(
        "thread-for-each-reader",
        "a thread that sleeps for each reader",
        "The loop is free, but each reader keeps a thread that sleeps. Ten readers keep ten of them.",
        "Which sleep needs no thread at all?",
    ),
    _ways(
        "content-type",
        "another content type",
        "The content type says how the reader must read. With another one, a browser does not take "
        "the stream for what it is.",
        "Which `content_type` does the docstring ask for?",
    ),
)
register(
    _pieces(
        "generator-awaited",
        "an `await` before a generator",
        "An async generator is nothing to await: it has no single result. It is handed over as it is, and whoever "
        "reads it goes through it chunk by chunk.",
        "What does the response of the lesson get, with which brackets and which words before it?",
    )
)
know_error("async_generator", "generator-awaited", sets=SET, line="await ")
know_error("'function' object is not an async iterable", "stream-not-called", sets=SET)
know_error("'method' object is not an async iterable", "stream-not-called", sets=SET)
know_error("'coroutine' object is not an async iterable", "coroutine-in-a-stream", sets=SET)


def heard_of(evidence: Evidence) -> list[Heard]:
    """What the readers of a trial saw."""
    readers: list[Heard] = evidence.result.readers
    return readers


def is_a_stream(evidence: Evidence) -> Finding:
    """Whether the view returned a stream, at once, of a kind that flows under ASGI."""
    first = heard_of(evidence)[0]
    expected = "A `StreamingHttpResponse` of an asynchronous generator."
    if first.kind == "none":
        key = "nothing-returned" if first.made == "NoneType" else "no-response"
        did = "Your view returned `None`." if key == "nothing-returned" else ""
        did = did or f"Your view returned an object of the type `{first.made}`."
        return missed(did, expected, key)
    if first.kind == "whole":
        did = f"Your view returned {_a(first.made)}, with the content {shown(first.text, 50)}."
        return missed(did, expected, "not-a-stream")
    took = first.returned - first.began
    if first.kind == "sync":
        did = f"Your view returned after {seconds(took)}, with a stream of things that were there already."
        if took > 0:
            return missed(did, expected, "stream-collected-first", in_time=True)
        did = "You gave the response a synchronous generator or list."
        return missed(did, expected, "sync-generator-under-asgi")
    return met("You gave the response an asynchronous generator.")


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} `{name}`"


def if_stream(judge: Callable[[Evidence], Finding | None]) -> Callable[[Evidence], Finding | None]:
    """A judge of answers that stream. Others are told by `is_a_stream`."""

    def judged(evidence: Evidence) -> Finding | None:
        return judge(evidence) if all(h.kind == "stream" for h in heard_of(evidence)) else None

    return judged


def stops(evidence: Evidence) -> Finding:
    """Whether each stream ended when its reader had left."""
    for heard in heard_of(evidence):
        if heard.stopped is None and heard.left is not None:
            did = f"A reader left at {seconds(heard.left)}. Your stream went on, and stood at "
            return missed(f"{did}{heard.stands}.", "It ends.", "stream-goes-on", in_time=True)
    return met("Each stream ended when its reader had left.")


def of_type(kind: str) -> Requirement:
    """The response says what it is."""

    def judge(evidence: Evidence) -> Finding:
        got = heard_of(evidence)[0].headers.get("content-type", "")
        if got.partition(";")[0].strip() == kind:
            return met(f"The content type is `{kind}`.")
        return missed(f"The content type is `{got}`.", f"`{kind}`.", "content-type")

    return Requirement("Says its content type", if_stream(judge))


IS_A_STREAM = Requirement("Returns a stream", is_a_stream)
STOPS = Requirement("Ends when its reader leaves", if_stream(stops))


def lets_go_after_a_yield(source: str) -> bool:
    """Whether connections are closed by a generator, below its first `yield`."""
    for function in nodes_of(source):
        if not isinstance(function, FUNCTIONS):
            continue
        own = list(_own_nodes(function))
        yields = [node.lineno for node in own if isinstance(node, ast.Yield)]
        closes = [
            getattr(node, "lineno", 0)
            for node in own
            if name_of(node) in ("close_old_connections", "close_all")
        ]
        if yields and closes and min(closes) > min(yields):
            return True
    return False


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside it."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef | ast.Lambda):
            yield node
            yield from _own_nodes(node)


def uses(evidence: Evidence, pattern: str) -> bool:
    """Whether the answer's cell has this, comments aside."""
    source: Any = re.sub(r"#[^\n]*", "", evidence.source)
    return bool(re.search(pattern, source))
