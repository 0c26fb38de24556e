"""The stage of one trial: its loop, its clock, what it lends the answer, what it watches."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import inspect
import itertools
import sys
import threading
import traceback
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from nightline.judging.clock import Deadlock, OutOfTime, VirtualLoop
from nightline.judging.clockwork import Clockwork, uninstall
from nightline.judging.evidence import Blocked, Evidence, Place, Step
from nightline.judging.places import (
    code_of,
    files_of,
    globals_of,
    place_of_error,
    place_of_origin,
    place_of_task,
    unstarted,
)
from nightline.judging.upstream import Offer, Upstream
from nightline.timeline.recorder import Recorder

# An answer that spins through `sleep(0)` makes millions; the first ones tell the story.
MOST_STEPS = 10_000
# Characters of the arguments in a report.
MOST_SHOWN = 60
# Frames of a coroutine's origin to keep: down to the run it belongs to.
ORIGIN_DEPTH = 60
_numbers = itertools.count(1)
REAL_NEW_EVENT_LOOP = asyncio.new_event_loop
NEVER_AWAITED = "was never awaited"


class Stage:
    """What a trial's `run` function gets besides the answer.

    Args:
        name: the trial's name.
        answer: the learner's function or class.
        end: virtual seconds after which the run is ended.
        evidence: where everything observed is written.
    """

    def __init__(self, name: str, answer: Any, end: float, evidence: Evidence) -> None:
        self.name = name
        self.answer = answer
        self.files = files_of(answer)
        self._home = code.co_filename if (code := code_of(answer)) else ""
        self._names = globals_of(answer)
        self._lent: dict[str, Any] = {}
        self._missing = object()
        self._end = end
        self._evidence = evidence
        self._upstreams: list[Upstream] = []
        self._cancelled: list[asyncio.Task[Any]] = []
        self._left: list[Place] = []
        self._blocking_expected = False
        self._seen_blocked: list[Blocked] = []
        self._mark = f"trial-{next(_numbers)}"
        self._recording: Recorder | None = None
        self._has_loop = False
        self._thread = 0
        self._over = False
        self._longest = 0.0
        self._lent_codes: set[object] = set()
        self.loop: VirtualLoop

    # What a trial's run function uses.

    def carriers(self, offers: Mapping[str, Offer], name: str = "quote") -> Upstream:
        """Fake carriers on this trial's clock; their calls become evidence.

        Args:
            offers: what each of them does, by name.
            name: what the answer's notebook calls the function that asks one. It is lent.
        """
        upstream = Upstream(offers, lambda: self.loop.time(), name)
        self._lent_codes.add(upstream.ask.__code__)
        self._evidence.asked, self._evidence.carriers = name, len(offers)
        self.lend(**{name: upstream.ask})
        self._upstreams.append(upstream)
        return upstream

    def lend(self, **names: Any) -> None:
        """Put these names into the answer's notebook until the trial is over."""
        for name, value in names.items():
            self._lent.setdefault(name, self._names.get(name, self._missing))
            self._names[name] = value

    def call(self, *args: Any) -> Any:
        """Call the answer; reports then tell with what."""
        words = ", ".join(repr(arg) for arg in args)
        short = words if len(words) < MOST_SHOWN else words[:MOST_SHOWN] + "…"
        self._evidence.given = f"`{short}`" if args else ""
        return self.answer(*args)

    def cancel(self, task: asyncio.Task[Any]) -> None:
        """Cancel a task; if it ends in any other way than cancelled, that is evidence."""
        self._cancelled.append(task)
        task.cancel()

    def note_left(self, tasks: set[asyncio.Task[Any]]) -> None:
        """Note tasks that the answer left at work; the trial may then wait to see what they do."""
        self._left += self._waiting_places(tasks)

    def expect_blocking(self) -> None:
        """Do not hold blocked time against the answer: here the jobs it is given block."""
        self._blocking_expected = self._evidence.may_block = True

    def note_blocked(self, blocked: Blocked) -> None:
        """Note blocked time that the trial saw by itself: a wait that no patched clock can see."""
        self._seen_blocked.append(blocked)

    def explain(
        self, blocked: str = "", deadlock: Callable[[], tuple[str, str] | None] | None = None
    ) -> None:
        """Tell two general mistakes in the words of the task.

        Args:
            blocked: the key of the diagnosis for blocked time.
            deadlock: called when everybody waits; gives what happened and the key, if it knows.
        """
        self._evidence.blocked_key, self._evidence.deadlock_story = blocked, deadlock

    # What the trial itself uses.

    def play(self, run: Callable[[Any, Stage], Any]) -> None:
        """Run the trial on this thread and fill in the evidence."""
        self._thread = threading.get_ident()
        clockwork = Clockwork(lambda: self.loop, self.files, self._is_mine)
        with self._warnings(), self._virtual_loops(), asyncio.Runner() as runner:
            try:
                with clockwork.installed(self._names), self._recorder():
                    call_under_name(self._mark, self._perform, runner, run)
                    self._evidence.seconds = round(self.loop.time(), 6)
                self._take_stock()
            finally:
                self.loop.use_real_time()
                if not self._blocking_expected:
                    self._evidence.blocked = clockwork.blocked + self._seen_blocked
                self._evidence.calls = [call for up in self._upstreams for call in up.calls]

    def restore(self) -> None:
        """Give everybody their own names back, whatever state the thread is in."""
        self._over = True
        uninstall()
        asyncio.events.new_event_loop = asyncio.new_event_loop = REAL_NEW_EVENT_LOOP
        if self._recording is not None:
            self._recording.stop()  # an unwound thread may not have come to it
        if "nightline.hops.recorder" in sys.modules:
            from nightline.hops.recorder import stop_thread

            stop_thread(self._thread)  # nor to this one
        for name, value in self._lent.items():
            if value is self._missing:
                self._names.pop(name, None)
            else:
                self._names[name] = value
        self._lent.clear()

    def busy_place(self) -> Place | None:
        """Where some task of the answer stands, for a loop that is busy doing nothing."""
        places = [place_of_task(task, self.files) for task in list(self.loop.tasks)]
        return next((place for place in places if place), None)

    def _perform(self, runner: asyncio.Runner, run: Callable[[Any, Stage], Any]) -> None:
        try:
            if inspect.iscoroutinefunction(run):
                self._evidence.result = runner.run(run(self.answer, self))
            else:  # a synchronous task: no loop is running, and the answer may start its own
                self._evidence.result = run(self.answer, self)
        except Deadlock:
            pass  # noted by the loop, while its tasks still stood where they stood
        except OutOfTime:
            self._evidence.endless = self.busy_place() or Place("your answer")
        except (Exception, asyncio.CancelledError) as error:
            self._note_error(error)

    def _new_loop(self) -> VirtualLoop:
        """A loop on this trial's clock, which goes on where the last loop's time stopped."""
        loop = VirtualLoop(start=self.loop.time() if self._has_loop else 0.0, end=self._end)
        loop.set_exception_handler(self._on_loop_message)
        loop.after_step = self._after_step
        loop.on_deadlock = self._note_deadlock
        self.loop, self._has_loop = loop, True
        return loop

    def _note_deadlock(self) -> None:
        places = self._waiting_places(asyncio.all_tasks(self.loop))
        # Tasks of ours or of Django wait for those of the answer: they tell nothing more.
        self._evidence.deadlock = [place for place in places if place.line] or places

    def _note_error(self, error: BaseException) -> None:
        self._evidence.error = error
        self._evidence.error_place = place_of_error(error, self.files, self._home)
        # Frames keep coroutines alive, and a coroutine warns only when it is let go.
        traceback.clear_frames(error.__traceback__)

    def _take_stock(self) -> None:
        """What is left after the run: tasks, errors nobody looked at, coroutines never run."""
        evidence = self._evidence
        if not evidence.deadlock and not evidence.endless:
            evidence.leftover = self._left + self._waiting_places(asyncio.all_tasks(self.loop))
        for task in list(self.loop.tasks):
            if getattr(task, "_log_traceback", False):
                evidence.unretrieved.append(_error_text(task.exception()))
        evidence.swallowed = [
            place_of_task(task, self.files) or Place(_coroutine_name(task))
            for task in self._cancelled
            if task.done() and not task.cancelled()
        ]
        evidence.never_awaited.extend(unstarted(evidence.result))
        # Coroutines in a cycle, which an error may have made, warn only now. What is older than the
        # trial is frozen, so this costs little.
        gc.collect()

    def _waiting_places(self, tasks: set[asyncio.Task[Any]]) -> list[Place]:
        places = []
        for task in sorted(tasks, key=lambda task: (len(task.get_name()), task.get_name())):
            place = place_of_task(task, self.files) or Place(_coroutine_name(task))
            if place not in places:
                places.append(place)
        return places

    def _after_step(self, task: asyncio.Task[Any], seconds: float) -> None:
        steps = self._evidence.steps
        longest = not steps or seconds > self._longest
        place = place_of_task(task, self.files) if longest else None
        self._longest = seconds if longest else self._longest
        if len(steps) < MOST_STEPS:
            steps.append(Step(task.get_name(), self.loop.time(), seconds, place))
        alive = sum(not task.done() for task in self.loop.tasks)
        self._evidence.most_tasks = max(self._evidence.most_tasks, alive)

    def _on_loop_message(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        message, error = context.get("message", ""), context.get("exception")
        if isinstance(error, asyncio.CancelledError):
            return  # closing the loop cancelled it
        if "never retrieved" in message and error is not None:
            self._evidence.unretrieved.append(_error_text(error))
        else:
            self._evidence.loop_messages.append(message)

    @contextlib.contextmanager
    def _recorder(self) -> Iterator[None]:
        def wanted(code: Any) -> bool:
            return code.co_filename in self.files or code in self._lent_codes

        self._recording = Recorder(wanted, lambda: self.loop.time())
        with self._recording as recorder:
            try:
                yield
            finally:
                self._evidence.rows = recorder.rows

    @contextlib.contextmanager
    def _warnings(self) -> Iterator[None]:
        depth = sys.get_coroutine_origin_tracking_depth()
        sys.set_coroutine_origin_tracking_depth(ORIGIN_DEPTH)
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                yield
        finally:
            sys.set_coroutine_origin_tracking_depth(depth)
        for warning in caught:
            text = str(warning.message)
            # A coroutine of an earlier run may be let go only now; it is not this run's fault.
            if NEVER_AWAITED in text and f"in {self._mark}\n" in text:
                name = text.split("'")[1].rpartition(".")[2]
                if place := place_of_origin(name, text, self.files):
                    self._evidence.never_awaited.append(place)

    @contextlib.contextmanager
    def _virtual_loops(self) -> Iterator[None]:
        """Put every loop that this thread starts on the trial's clock, `asyncio.run`'s too."""

        def new_event_loop() -> asyncio.AbstractEventLoop:
            return self._new_loop() if self._is_mine() else REAL_NEW_EVENT_LOOP()

        asyncio.events.new_event_loop = asyncio.new_event_loop = new_event_loop
        self._new_loop().close()  # a synchronous answer reads the clock with no loop at all
        try:
            yield
        finally:
            if self._is_mine():
                asyncio.events.new_event_loop = asyncio.new_event_loop = REAL_NEW_EVENT_LOOP

    def _is_mine(self) -> bool:
        """Whether this thread is the trial's, and the trial is not over.

        A thread that could not be ended may come to its end much later, beside another trial. And
        its number may be given to a new thread.
        """
        return not self._over and threading.get_ident() == self._thread


def call_under_name(name: str, function: Callable[..., None], *args: Any) -> None:
    """Call a function below a frame of this name, so that tracebacks tell in which run they are."""

    def call() -> None:
        function(*args)

    code = call.__code__.replace(co_name=name, co_qualname=name)
    types.FunctionType(code, globals(), closure=call.__closure__)()


def _coroutine_name(task: asyncio.Task[Any]) -> str:
    return getattr(task.get_coro(), "__name__", "a task")


def _error_text(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {error}" if error else ""
