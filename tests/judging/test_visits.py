"""Visitors of the site on the virtual clock: exact times, the views' own errors, no leftovers lost."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import warnings
from collections.abc import Callable
from time import sleep
from typing import Any

import pytest

from nightline.judging.check import find_task
from nightline.judging.evidence import Evidence
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.trial import Trial, run_trial
from nightline.judging.visits import Visits, visit


def trial(*queries: str, together: bool = True) -> Callable[[Any], Evidence]:
    async def run(answer: Any, stage: Stage) -> Visits:
        return await visit(answer, stage, *queries, together=together)

    return lambda answer: run_trial(Trial("visitors", run, prepare=prepare), answer)


def answer_with(**data: object) -> Any:
    from django.http import JsonResponse

    return JsonResponse(data)


async def waits(request: Any) -> Any:
    await asyncio.sleep(float(request.GET["seconds"]))
    return answer_with(seconds=request.GET["seconds"])


def test_each_visitor_waits_exactly_as_long_as_the_view() -> None:
    evidence = trial("seconds=3", "seconds=1", "seconds=2")(waits)
    assert [reply.seconds for reply in evidence.result.replies] == [3.0, 1.0, 2.0]
    assert evidence.result.bodies == [{"seconds": "3"}, {"seconds": "1"}, {"seconds": "2"}]
    assert evidence.result.is_async
    assert evidence.seconds == 3.0


def test_visitors_may_come_one_after_another() -> None:
    assert trial("seconds=3", "seconds=1", together=False)(waits).seconds == 4.0


def test_many_visitors_cost_as_much_as_one() -> None:
    assert trial(*["seconds=1"] * 12)(waits).seconds == 1.0


def test_a_coroutine_that_a_view_returned_is_not_blamed_on_the_next_trial() -> None:
    def returns_a_plan(request: Any) -> Any:
        return waits(request)

    gc.collect()  # what earlier tests left
    evidence = trial("seconds=1")(returns_a_plan)
    assert isinstance(evidence.error, ValueError)
    del evidence
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        gc.collect()
    assert not [warning for warning in seen if "never awaited" in str(warning.message)]


def test_a_task_that_a_view_leaves_behind_is_seen_and_costs_no_time() -> None:
    kept = []

    async def leaves(request: Any) -> Any:
        kept.append(asyncio.ensure_future(asyncio.sleep(7)))
        await asyncio.sleep(1)
        return answer_with()

    evidence = trial("")(leaves)
    assert evidence.seconds == 1.0
    assert len(evidence.leftover) == 1


def test_the_error_of_a_view_is_the_error_of_the_trial() -> None:
    async def fails(request: Any) -> Any:
        raise LookupError("no such carrier")

    evidence = trial("", "")(fails)
    assert isinstance(evidence.error, LookupError)
    assert evidence.error_place is not None
    assert "no such carrier" in evidence.error_place.source


def plain(request: Any) -> Any:
    raise AssertionError("a plain view is not run")


def test_a_plain_view_is_told_and_not_run() -> None:
    evidence = trial("name=Isar")(plain)
    assert evidence.error is None
    assert evidence.result == Visits(is_async=False)


def test_a_thread_may_sleep_and_takes_virtual_time() -> None:
    async def pauses(request: Any) -> Any:
        await asyncio.to_thread(time.sleep, 3)
        return answer_with()

    evidence = trial("", "")(pauses)
    assert [reply.seconds for reply in evidence.result.replies] == [3.0, 3.0]
    assert evidence.result.stuck == 0
    assert time.sleep is sleep


def test_to_wait_for_a_sleeping_thread_is_told() -> None:
    async def joins(request: Any) -> Any:
        thread = threading.Thread(target=lambda: time.sleep(7))
        thread.start()
        thread.join()
        return answer_with()

    assert trial("")(joins).result.stuck == 7


def test_the_methods_of_a_class_are_known() -> None:
    from django.views import View

    class Page(View):
        async def get(self, request: Any) -> Any:
            return answer_with()

    result = trial("")(Page).result
    assert {"get"} <= result.methods
    assert "head" not in result.methods
    assert result.replies[0].status == 200


@pytest.mark.parametrize("content", ["a page", '{"half": '])
def test_what_is_no_json_is_given_as_text(content: str) -> None:
    async def text(request: Any) -> Any:
        from django.http import HttpResponse

        return HttpResponse(content)

    assert trial("")(text).result.bodies == [content]


def test_what_as_view_makes_belongs_to_the_task_of_its_class() -> None:
    from django.views import View

    class SearchView(View):
        async def get(self, request: Any) -> Any:
            return answer_with()

    prepare()
    assert find_task(SearchView.as_view()).name == "SearchView"
