"""What passes through a middleware: errors of the next layer, and the end of a visit."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

from nightline.checks.layers.kinds import problem_of
from nightline.checks.layers.worlds import Seen, close_held, of_layers
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.stage import Stage

FAILING = "an error, and a visitor who leaves"
OWN = TypeError, AttributeError, KeyError, RuntimeError  # of the middleware itself


async def failing(answer: Any, stage: Stage) -> Seen:
    """Give a middleware a next layer that fails, one whose visitor leaves, and a plain one."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    if problem := problem_of(answer):
        return Seen(problem)

    async def get_response(request: Any) -> Any:
        await asyncio.sleep(0.1)
        if request.GET:
            raise ConnectionError("no carrier answers")
        return HttpResponse()

    def fails(request: Any) -> Any:
        raise ConnectionError("no carrier answers")

    layer, requests = answer(get_response), RequestFactory()
    failed = asyncio.ensure_future(layer(requests.get("/page/", {"fails": "1"})))
    gone = asyncio.ensure_future(layer(requests.get("/page/")))
    await asyncio.sleep(0.05)
    gone.cancel()
    ends: list[Any] = [*await asyncio.gather(failed, gone, return_exceptions=True)]
    try:
        ends.append(answer(fails)(requests.get("/page/")))
    except Exception as error:
        ends.append(error)
    for ending in ends:
        if isinstance(ending, OWN):
            close_held(ending)
            raise ending
        close_plan(ending)
    return Seen(notes={"ends": ends})


def close_plan(ending: object) -> None:
    """Close a plan that came in place of a response. A whole site tells that mistake, by its error."""
    if inspect.iscoroutine(ending):
        ending.close()


def words(ending: object) -> str:
    """How a request ended, in words: the status of its response, or what it gave."""
    status = getattr(ending, "status_code", None)
    return f"status {status}" if status else shown(ending)


def error_passes(ending: object, error: type[Exception], where: str = "") -> Finding | None:
    """What is wrong when an error of the next layer did not come out; None when it did."""
    if isinstance(ending, error):
        return None
    did = f"{where}`get_response` raised `{error.__name__}`. Your middleware made {words(ending)} of it."
    return missed(did, "The error, passed on.", "layer-hides-error")


def leaving_passes(ending: object, where: str = "") -> Finding | None:
    """What is wrong when a visit that was cancelled went on; None when it ended."""
    if isinstance(ending, asyncio.CancelledError):
        return None
    did = f"A visitor left{where}, and the request went on. It gave {words(ending)}."
    return missed(did, "A request that is cancelled ends.", "swallowed-cancel")


def _passes(evidence: Evidence) -> Finding:
    failed, gone, plain = evidence.result.notes["ends"]
    return (
        error_passes(failed, ConnectionError)
        or leaving_passes(gone)
        or error_passes(plain, ConnectionError, "On a synchronous site, ")
        or met("What `get_response` raised was passed on.")
    )


PASSES = Requirement("Errors and leaving visitors pass", of_layers(_passes), FAILING)
