"""`read_body`: all pieces that a visitor sends, in one."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nightline.checks.gateways.body_mistakes  # noqa: F401  (registers what it can do wrong)
from nightline.checks.gateways import SET
from nightline.checks.gateways.exchange import (
    ENDS,
    AskedTooOften,
    Message,
    Visitor,
    piece,
    together,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
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

# Bytes that are no text, in pieces that differ.
LARGE = (b"\xff\xd8\xff\xe0 bag", b" on the bed", b"\x00\xff\xd9")
SMALL = b"\xff\xd8 hat \xff\xd9"
OTHER = (b"\xff\xd8 coat", b" and stick \xff\xd9")
THREE, SMALL_ONE, KEYS, EMPTY = "three pieces", "one piece", "keys left out", "an empty piece"
LEAVES, TWO = "the visitor leaves", "two uploads at once"
SLOW, CANCELLED = "a slow line", "the server cancels"
# Virtual seconds between two pieces on a slow line.
LONG = 40.0
# Errors that come from reading what is not there, and that nobody raises on purpose.
BY_ACCIDENT = (KeyError, TypeError, AttributeError, IndexError, NameError)


@dataclass(frozen=True)
class Read:
    """What one call gave. `error` is kept where the trial expects one."""

    value: Any
    late: int
    took: float
    error: BaseException | None = None


def _in_pieces(pieces: Sequence[bytes], pause: float = 0.5) -> list[tuple[float, Message]]:
    last = len(pieces) - 1
    return [(pause, piece(body, number < last)) for number, body in enumerate(pieces)]


async def _read(answer: Any, messages: Sequence[tuple[float, Message]]) -> Read:
    visitor, loop = Visitor(messages), asyncio.get_running_loop()
    start = loop.time()
    try:
        value = await answer(visitor.receive)
    except (ConnectionError, AskedTooOften) as error:
        traceback.clear_frames(error.__traceback__)
        return Read(None, visitor.late, loop.time() - start, error)
    return Read(value, visitor.late, loop.time() - start)


async def _three(answer: Any, stage: Stage) -> Read:
    return await _read(answer, _in_pieces(LARGE))


async def _one(answer: Any, stage: Stage) -> Read:
    return await _read(answer, [(0.5, piece(SMALL, False))])


async def _keys(answer: Any, stage: Stage) -> Read:
    return await _read(answer, [(0.5, piece(more=True)), (0.5, piece(SMALL))])


async def _empty(answer: Any, stage: Stage) -> Read:
    return await _read(answer, [(0.5, piece(b"", True)), (0.5, piece(SMALL, False))])


async def _two(answer: Any, stage: Stage) -> list[Read]:
    both = (_in_pieces(LARGE, 0.5), _in_pieces(OTHER, 0.4))
    return await together(*(_read(answer, messages) for messages in both))


async def _slow(answer: Any, stage: Stage) -> Read:
    visitor = Visitor(_in_pieces(LARGE, LONG))
    try:
        return Read(await answer(visitor.receive), visitor.late, 0.0)
    except OSError as error:  # ConnectionError and TimeoutError are both of this kind
        traceback.clear_frames(error.__traceback__)
        return Read(None, visitor.late, asyncio.get_running_loop().time(), error)


async def _cancelled(answer: Any, stage: Stage) -> None:
    """A server that ends cancels what is open; the visitor is still sending."""
    call = asyncio.ensure_future(answer(Visitor(_in_pieces(LARGE)).receive))
    await asyncio.wait({call}, timeout=0.8)
    if not call.done():
        stage.cancel(call)
        await asyncio.wait({call}, timeout=1)
    if call.done() and not call.cancelled() and (error := call.exception()):
        traceback.clear_frames(error.__traceback__)  # a task that went on is told as such


async def _leaves(answer: Any, stage: Stage) -> Read:
    visitor = Visitor([(0.5, piece(LARGE[0], True)), (0.5, ENDS)])
    try:
        return Read(await answer(visitor.receive), visitor.late, 0.0)
    except Exception as error:
        traceback.clear_frames(error.__traceback__)  # they keep what was not awaited
        return Read(None, visitor.late, 0.0, error)


def _whole(evidence: Evidence, wanted: bytes, pieces: Sequence[bytes]) -> Finding | None:
    read: Read = evidence.result
    if read is None:
        return None
    if read.late:
        did = f"After the last piece you waited for another message, for {seconds(read.took)}."
        last_has_key = evidence.trial != KEYS
        key = "read-past-the-end" if last_has_key else "missing-more-body"
        return missed(did, "An answer as soon as the last piece is there.", key)
    if read.error is not None:
        did = f"You raised {type(read.error).__name__}, and the visitor was still there."
        return missed(did, f"{shown(wanted)}.", "refused-a-visitor")
    got = read.value
    if isinstance(got, bytes | bytearray) and got == wanted:
        return met(f"You returned {count(len(wanted), 'byte')} after {seconds(read.took)}.")
    did, expected = f"You returned {shown(got)}.", f"{shown(wanted)}."
    if isinstance(got, str):
        return missed(did, expected, "photograph-as-text")
    if isinstance(got, bytes | bytearray) and evidence.trial != THREE and got.endswith(wanted):
        return missed(did, expected, "shared-between-uploads")
    if len(pieces) > 1 and got == b"".join(reversed(pieces)):
        return missed(did, expected, "pieces-in-other-order")
    if isinstance(got, list | tuple) and list(got) == list(pieces):
        return missed(did, expected, "pieces-not-joined")
    if len(pieces) > 1 and got in pieces:
        if got == b"":
            return missed(did, expected, "stopped-at-an-empty-piece")
        return missed(did, expected, "one-piece-only")
    evidence.result = got
    finding = compare(evidence, wanted)
    evidence.result = read
    return finding


def _whole_is(trial: str, text: str, *pieces: bytes) -> Requirement:
    wanted = b"".join(pieces)
    return Requirement(text, lambda evidence: _whole(evidence, wanted, pieces), trial)


def _own(evidence: Evidence) -> Finding | None:
    reads: list[Read] | None = evidence.result
    if reads is None or any(read.late or read.error for read in reads):
        return None
    for read, pieces in zip(reads, (LARGE, OTHER), strict=True):
        got, wanted = read.value, b"".join(pieces)
        if got != wanted and isinstance(got, bytes | bytearray):
            own = sum(len(part) for part in pieces if part in got)
            if len(got) > own or len(got) > len(wanted):
                did = f"Of two uploads at once, one got {shown(got)}."
                return missed(did, f"{shown(wanted)}.", "shared-between-uploads")
    slowest = max(read.took for read in reads)
    if slowest > 1.5 + ROUNDING:
        did = f"Two uploads at once took {seconds(slowest)}."
        return missed(did, "1.5 s, as long as the slower one.", "one-by-one", call="receive()")
    return met(f"Two uploads at once took {seconds(slowest)}.")


def _notices(evidence: Evidence) -> Finding | None:
    read: Read = evidence.result
    if read is None:
        return None
    expected = "A `ConnectionError` is raised: nobody will get an answer."
    if isinstance(read.error, ConnectionError):
        return met(f"The visitor left, and you raised {type(read.error).__name__}.")
    if isinstance(read.error, AskedTooOften):
        did = "The visitor left. You asked for the next message again and again."
    elif isinstance(read.value, BaseException) or read.value is ConnectionError:
        did = f"The visitor left, and you returned {shown(read.value)}."
        return missed(did, expected, "error-returned")
    elif read.error is not None and not isinstance(read.error, BY_ACCIDENT):
        did = f"The visitor left, and you raised {type(read.error).__name__}."
        return missed(did, expected, "another-error-class")
    elif read.error is not None:
        did = f"The visitor left. Your code stopped with {type(read.error).__name__}: {read.error}."
    else:
        did = f"The visitor left after one piece. You returned {shown(read.value)}."
    return missed(did, expected, "left-unnoticed")


def _is_patient(evidence: Evidence) -> Finding | None:
    read: Read = evidence.result
    if read is None:
        return None
    if read.error is not None:
        did = f"Pieces came every {seconds(LONG)}. After {seconds(read.took)} you raised "
        did += f"{type(read.error).__name__}."
        return missed(did, "The whole data, however slow the line is.", "gave-up-on-a-visitor")
    if read.value != b"".join(LARGE):
        did = f"Pieces came every {seconds(LONG)}. You returned {shown(read.value)}."
        return missed(did, f"{shown(b''.join(LARGE))}.", "gave-up-on-a-visitor")
    return met("A slow visitor was heard to the end.")


READ_BODY = Task(
    name="read_body",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(
        Trial(THREE, _three),
        Trial(SMALL_ONE, _one),
        Trial(KEYS, _keys),
        Trial(EMPTY, _empty),
        Trial(TWO, _two),
        Trial(SLOW, _slow),
        Trial(CANCELLED, _cancelled),
        Trial(LEAVES, _leaves),
    ),
    requirements=(
        _whole_is(THREE, "A large photograph comes whole", *LARGE),
        _whole_is(SMALL_ONE, "A small photograph comes whole", SMALL),
        _whole_is(KEYS, "Keys may be missing", b"", SMALL),
        _whole_is(EMPTY, "A piece may be empty", b"", SMALL),
        Requirement("Uploads at the same time stay apart", _own, TWO),
        Requirement("A slow visitor is heard to the end", _is_patient, SLOW),
        Requirement("A visitor who leaves is noticed", _notices, LEAVES),
    ),
    hints=(
        "Play the loop through on paper with three messages: two pieces, then `http.disconnect`. What "
        "does `body` hold after each, and which line meets something that is not there?",
        "Two keys may be missing, and their values are then `b''` and `False`. How do you read "
        "a dict with a value for that case?",
        "Look at `message['type']` before anything else. Which type is no piece?",
        "`if message['type'] == 'http.disconnect': raise ConnectionError(…)`, then "
        "`body += message.get('body', b'')`, and the same for `more_body`.",
    ),
    why=(
        "Each message is one piece, so the bytes grow with each. `more_body` alone says where the "
        "end is, and a `http.disconnect` says that there will be none."
    ),
    reflect="Before you go on, say what the server's thread does between two pieces.",
)
