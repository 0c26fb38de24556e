"""The tasks about loops in other threads: what else runs in the process is not the answer's."""

from __future__ import annotations

import threading
import time

from nightline.judging import report
from tests.judging.test_answers import judge_source

ANSWER = f"""
import sys

def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    sys.modules["{__name__}"].bells.pop().set()
    try:
        return future.result(seconds)
    except TimeoutError:
        future.cancel()
        raise
"""
bells: list[threading.Event] = []


def test_a_thread_of_jupyter_that_sleeps_is_not_the_answers() -> None:
    def sleeper(bell: threading.Event) -> None:
        bell.wait(10)
        time.sleep(0.5)  # whatever `time.sleep` is while the answer is judged

    bells[:] = [threading.Event() for _ in range(3)]  # one a trial
    threads = [threading.Thread(target=sleeper, args=(bell,)) for bell in bells]
    for thread in threads:
        thread.start()
    verdict = judge_source("call_from_thread", ANSWER)
    for thread in threads:
        thread.join()
    assert verdict.passed, report.as_text(verdict)
