"""Task `serve_board`: answer one client, as fast as it reads, and close everything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.rivers import SET, serve_mistakes  # noqa: F401  (registers)
from nightline.checks.rivers.reading import Watched, watch
from nightline.checks.rivers.sources import Source
from nightline.checks.rivers.wire import Wire
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

BOARDS = {
    "Corvo": [(0.3, "21:05 to Gorizia"), (0.2, "21:40 to Zürich"), (0.7, "23:15 to Arad")],
    "Helvet": [(0.25, "20:10 to Olten"), (0.6, "22:50 to Chur")],
    "Lumen": [(0.1, f"0{hour}:00 to Brig") for hour in range(1, 10)],
}
# The client's line comes in two pieces, the second one after this time.
PIECE = 0.05
# Virtual seconds that an answer gets. Who serves nobody fills them all with lines.
LONGEST = 8.0
ONE, TWO, SLOW = "one client", "two clients", "a slow client"
GONE, NOBODY, STOPS = "the client hangs up", "a client without a question", "the server stops"
BREAKS = "the connection breaks"
# Departures that may lie in memory while a client is slow: some in tasks that wait.
MOST_AHEAD = 4


@dataclass
class _Client:
    """One connection: what it asks for, and its two ends."""

    carrier: str
    reader: asyncio.StreamReader
    wire: Wire


@dataclass
class _Served:
    """What was seen of one trial."""

    watched: Watched = field(default_factory=Watched)
    clients: list[_Client] = field(default_factory=list)
    sources: list[tuple[str, Source]] = field(default_factory=list)
    # Whose feeds were open when the answer returned. Later the loop closes them.
    open: list[str] = field(default_factory=list)

    # The most departures that had come and were not written yet, or one of them was just being.
    most_ahead: int = 0

    def note_ahead(self) -> None:
        given = sum(len(source.given) for _, source in self.sources)
        written = sum(client.wire.lines_written for client in self.clients)
        self.most_ahead = max(self.most_ahead, given - written)

    def note_open(self) -> None:
        self.open = [name for name, source in self.sources if source.is_open]


def _lend_boards(stage: Stage, served: _Served, endless: bool) -> None:
    def board_of(carrier: Any) -> AsyncGenerator[Any, None]:
        if isinstance(carrier, bytes | bytearray):
            raise TypeError(f"the name of a carrier is a text, not bytes: {bytes(carrier)!r}")
        if carrier not in BOARDS:
            why = ""
            if isinstance(carrier, str) and carrier:
                part = any(name.startswith(carrier) for name in BOARDS)
                why = ": it is only a part of a name" if part else ""
                why = ": it ends with a line feed" if carrier.endswith("\n") else why
            raise LookupError(f"no carrier is called {carrier!r}{why}")
        source = Source(BOARDS[carrier], stage.loop.time, endless=endless)
        served.sources.append((carrier, source))
        return source.feed()

    board_of.__qualname__ = "board_of"
    stage.lend(board_of=board_of)


def _client(stage: Stage, carrier: str, wire: Wire) -> _Client:
    reader = asyncio.StreamReader(loop=stage.loop)
    if carrier:
        line = f"{carrier}\n".encode()
        reader.feed_data(line[:3])
        stage.loop.call_later(PIECE, reader.feed_data, line[3:])
    else:
        reader.feed_eof()
    return _Client(carrier, reader, wire)


def _serve(
    *carriers: str,
    endless: bool = False,
    pace: float = 0.0,
    after: int | None = None,
    gone: type[ConnectionError] = ConnectionResetError,
) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    async def run(answer: Any, stage: Stage) -> _Served:
        served = _Served()
        _lend_boards(stage, served, endless)
        wires = [Wire(stage.loop.time, pace, after, gone) for _ in carriers]
        for wire in wires:
            wire.on_write = served.note_ahead
        served.clients = [_client(stage, *one) for one in zip(carriers, wires, strict=True)]

        async def all_of_them() -> None:
            calls = [answer(client.reader, client.wire) for client in served.clients]
            await (calls[0] if len(calls) == 1 else asyncio.gather(*calls))

        served.watched = await watch(all_of_them, stage, most=LONGEST)
        served.note_open()
        return served

    return run


async def _stops(answer: Any, stage: Stage) -> _Served:
    served = _Served()
    _lend_boards(stage, served, endless=True)
    served.clients = [_client(stage, "Lumen", Wire(stage.loop.time))]
    client = served.clients[0]
    task = asyncio.ensure_future(answer(client.reader, client.wire))
    await asyncio.sleep(0.5)
    if not task.done():
        stage.cancel(task)
    await asyncio.wait({task}, timeout=1)
    served.note_open()
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error
    return served


def _answers(evidence: Evidence) -> Finding:
    served: _Served = evidence.result
    if served.watched.stuck:
        place = served.watched.stuck
        did = f"Nothing was written any more, and you waited at {place}."
        reads = "reader" in place.source
        key = ("asks-again" if served.sources else "waits-for-the-end") if reads else "deadlock"
        return missed(did, "You return when the feed is over.", key)
    for client in served.clients:
        lines = [text for _, text in BOARDS[client.carrier]]
        text = b"".join(data for _, data in client.wire.written).decode(errors="replace")
        expected = f"{count(len(lines), 'line')} for {client.carrier}, such as `{lines[0]}`."
        did = f"You wrote {shown(text)}."
        if text == "".join(f"{line}\n" for line in lines):
            continue
        if (
            text
            and "".join(lines).startswith(text.replace("\n", ""))
            and text.count("\n") < len(lines)
            and text.endswith("\n")
        ):
            return missed(did, expected, "lines-missing")
        if text in ("".join(lines), "\n".join(lines), " ".join(lines)):
            return missed(did, expected, "lines-run-together")
        return missed(did, expected, "other-lines")
    return met("Each departure was a line.")


def _in_time(evidence: Evidence) -> Finding | None:
    served: _Served = evidence.result
    if served.watched.stuck:
        return None
    for client in served.clients:
        written, source = b"", next(s for name, s in served.sources if name == client.carrier)
        moments: list[float] = []
        for at, data in client.wire.written:
            moments += [at] * data.count(b"\n")
            written += data
        for (at, text), moment in zip(source.planned, moments, strict=False):
            came = at + PIECE
            if moment > came + ROUNDING:
                did = f"`{text}` came at {seconds(came)}, and its line was written at "
                did += f"{seconds(moment)}."
                return missed(did, "Each line is written when it comes.", "lines-held-back")
    return met("Each line was written when its departure came.")


def _drains(evidence: Evidence) -> Finding:
    most = evidence.result.clients[0].wire.most_undrained
    if most > 1:
        did = (
            f"At one moment {most} lines lay in the writer, and the client had taken none of them."
        )
        return missed(did, "At most 1 line that was not drained.", "written-without-drain")
    ahead = evidence.result.most_ahead
    if ahead > MOST_AHEAD:
        did = f"At one moment {ahead} departures had come and were not written yet."
        return missed(did, f"At most {MOST_AHEAD}, so that memory stays small.", "board-read-ahead")
    return met("Never more than 1 line lay in the writer.")


def _leaves_with_the_client(evidence: Evidence) -> Finding:
    served: _Served = evidence.result
    if served.watched.stuck:
        given = sum(len(source.given) for _, source in served.sources)
        did = f"The client hung up after 2 lines. After {seconds(LONGEST)} you had read {given} departures."
        return missed(did, "You return when the client is gone.", "serves-nobody")
    return met("You returned when the client was gone.")


def _closes(evidence: Evidence) -> Finding | None:
    served: _Served = evidence.result
    if served.watched.stuck:
        return None
    where = f"In “{evidence.trial}”, when you had returned, "
    if served.open:
        did = f"{where}the feed of {served.open[0]} was open."
        return missed(did, "The feed and the writer are closed.", "board-left-open")
    if any(client.wire.closed is None for client in served.clients):
        did = f"{where}the writer was open."
        return missed(did, "The feed and the writer are closed.", "writer-left-open")
    return met("The feed and the writer were closed.")


TRIALS: dict[str, Callable[[Any, Stage], Coroutine[Any, Any, Any]]] = {
    ONE: _serve("Corvo"),
    TWO: _serve("Helvet", "Corvo"),
    SLOW: _serve("Lumen", pace=0.4),
    NOBODY: _serve(""),
    GONE: _serve("Lumen", endless=True, after=2),
    BREAKS: _serve("Helvet", endless=True, after=1, gone=BrokenPipeError),
    STOPS: _stops,
}

SERVE_BOARD = Task(
    name="serve_board",
    set=SET,
    level="stretch",
    minutes=15,
    trials=tuple(Trial(name, run) for name, run in TRIALS.items()),
    requirements=(
        Requirement("Answers one client, line by line", _answers, ONE),
        Requirement("Answers two clients", _answers, TWO),
        Requirement("Answers a slow client", _answers, SLOW),
        Requirement("Writes each line when it comes", _in_time, ONE),
        Requirement("Goes at the pace of a slow client", _drains, SLOW),
        Requirement("Leaves with the client", _leaves_with_the_client, GONE),
        *(Requirement(f"Closes the feed and the writer: {name}", _closes, name) for name in TRIALS),
    ),
    hints=(
        "Four steps: read the question, open the feed, write a line for each departure, close. Which "
        "of them must also happen when another one fails?",
        "`readline` gives bytes with a line feed. A `write` never waits, so which call makes you as "
        "slow as the client? It also tells you that the client is gone.",
        "`async with aclosing(board_of(carrier)) as board:` closes the feed. Around it, `try` with "
        "`except ConnectionError: pass` and `finally: writer.close()`.",
    ),
    why=(
        "`drain` after each `write` makes the feed wait for the client, and raises when the client "
        "is gone. `aclosing` closes the feed and `finally` closes the connection on each way out. "
        "Only a `ConnectionError` is silenced: a cancellation passes."
    ),
    reflect="Before you go on, say why this function needs no list of its clients.",
)
