"""`read_body`: all pieces that a visitor sends, in one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nightline.checks.gateways import SET
from nightline.checks.gateways.exchange import ENDS, AskedTooOften, Message, Visitor, piece
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
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

SECTION = "The visitor's data comes in pieces"
register(
    Diagnosis(
        "one-piece-only",
        "one piece taken for the whole",
        "The server hands over a large upload in several messages. Each `receive` gives one piece "
        "of it, and your result holds one of them.",
        "Which name should grow with each message? What does your line do to it?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "piece-without-key",
        "a key that the message does not have",
        "A server may leave out `body` and `more_body`. Brackets raise `KeyError` for a key that "
        "is not there.",
        "Which method of a dict takes the value to use when the key is missing?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "missing-more-body",
        "a missing more_body taken for more",
        "A message without `more_body` is the last one. Your code takes it for one of several, and "
        "waits for another that never comes.",
        "Which value does the table of lesson 13 give to a missing `more_body`?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "read-past-the-end",
        "a wait for a message after the last one",
        "The last piece says so: its `more_body` is false. Whoever asks again waits until the "
        "visitor leaves, and the visitor waits for the answer.",
        "What must your loop look at before it asks for another message?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "stopped-at-an-empty-piece",
        "an empty piece taken for the end",
        "A piece may be empty and still not be the last. Only `more_body` says whether another "
        "one follows.",
        "What does your loop look at to find the end? Which key should it be?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "left-unnoticed",
        "a visitor who left, not noticed",
        "When the visitor leaves, the next message is no piece. Its type is `http.disconnect`, and "
        "nothing will follow it.",
        "Print each message's `type` in the trial. Which of them is no piece?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "photograph-as-text",
        "bytes turned into text",
        "A photograph is no text. Most of its bytes are no letters, so they cannot be decoded.",
        "Which type has each piece? Keep that type up to the end.",
    ),
    Diagnosis(
        "pieces-not-joined",
        "pieces that are not joined",
        "You collected the pieces, and returned the collection. The caller wants one bytes object.",
        "Which bytes method joins a list of bytes?",
    ),
    Diagnosis(
        "shared-between-uploads",
        "one visitor's data in another one's",
        "Several uploads run at the same time, in the same function. What lives outside the call "
        "is the same object for all of them.",
        "Where is your bytes object or list made? It must be made anew in each call.",
    ),
)
for key in ("body", "more_body"):
    know_error(f"KeyError: '{key}'", "piece-without-key", sets=SET)
know_error("UnicodeDecodeError", "photograph-as-text", sets=SET)
know_error("can't concat str to bytes", "photograph-as-text", sets=SET)
know_error('can only concatenate str (not "bytes")', "photograph-as-text", sets=SET)

# Bytes that are no text, in pieces that differ.
LARGE = (b"\xff\xd8\xff\xe0 bag", b" on the bed", b"\x00\xff\xd9")
SMALL = b"\xff\xd8 hat \xff\xd9"
OTHER = (b"\xff\xd8 coat", b" and stick \xff\xd9")
THREE, SMALL_ONE, KEYS, EMPTY = "three pieces", "one piece", "keys left out", "an empty piece"
LEAVES, TWO = "the visitor leaves", "two uploads at once"


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
    return list(await asyncio.gather(*(_read(answer, messages) for messages in both)))


async def _leaves(answer: Any, stage: Stage) -> Read:
    visitor = Visitor([(0.5, piece(LARGE[0], True)), (0.5, ENDS)])
    try:
        return Read(await answer(visitor.receive), visitor.late, 0.0)
    except Exception as error:
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
        return missed(did, f"{shown(wanted)}.", "wrong-result")
    got = read.value
    if isinstance(got, bytes | bytearray) and got == wanted:
        return met(f"You returned {count(len(wanted), 'byte')} after {seconds(read.took)}.")
    did, expected = f"You returned {shown(got)}.", f"{shown(wanted)}."
    if isinstance(got, str):
        return missed(did, expected, "photograph-as-text")
    if isinstance(got, list | tuple) and list(got) == list(pieces):
        return missed(did, expected, "pieces-not-joined")
    if len(pieces) > 1 and got in pieces:
        if evidence.trial == EMPTY and got == b"":
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
    expected = "A `ConnectionError`: nobody will get an answer."
    if isinstance(read.error, ConnectionError):
        return met(f"The visitor left, and you raised {type(read.error).__name__}.")
    if isinstance(read.error, AskedTooOften):
        did = "The visitor left. You asked for the next message again and again."
    elif read.error is not None:
        did = f"The visitor left. Your code stopped with {type(read.error).__name__}: {read.error}."
    else:
        did = f"The visitor left after one piece. You returned {shown(read.value)}."
    return missed(did, expected, "left-unnoticed")


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
        Trial(LEAVES, _leaves),
    ),
    requirements=(
        _whole_is(THREE, "A large photograph comes whole", *LARGE),
        _whole_is(SMALL_ONE, "A small photograph comes whole", SMALL),
        _whole_is(KEYS, "Keys may be missing", b"", SMALL),
        _whole_is(EMPTY, "A piece may be empty", b"", SMALL),
        Requirement("Uploads at the same time stay apart", _own, TWO),
        Requirement("A visitor who leaves is noticed", _notices, LEAVES),
    ),
    hints=(
        "Play the loop through with two messages on paper. What does `body` hold after each?",
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
