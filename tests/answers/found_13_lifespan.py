"""More answers to `with_lifespan` of set 13, found by its second reader."""

from tests.answers import Right, Wrong

OTHERS = """
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
"""
FAILED = 'await send({"type": "lifespan.startup.failed", "message": str(error)})'
READY = 'await send({"type": "lifespan.startup.complete"})'
DONE = 'await send({"type": "lifespan.shutdown.complete"})'


def starts(error: str = "Exception as error", failed: str = FAILED) -> str:
    """The usual start, with this `except` and its message."""
    return f"""
        await receive()
        try:
            await start()
        except {error}:
            {failed}
            return
        {READY}
"""


STOPS = f"""
        await receive()
        await stop()
        {DONE}
"""


def life(start: str = "", stop: str = STOPS, others: str = OTHERS, before: str = "") -> str:
    """A wrapper with these parts."""
    parts = "".join(part.strip("\n") + "\n" for part in (others, start or starts(), stop))
    return (
        f"def with_lifespan(app, start, stop):\n{before}"
        f"    async def wrapped(scope, receive, send):\n{parts}\n    return wrapped\n"
    )


def wrong(key: str, source: str) -> Wrong:
    """A wrong answer to this task."""
    return Wrong("with_lifespan", key, source)


RETRIES = f"""
        await receive()
        try:
            try:
                await start()
            except Exception:
                await start()
        except Exception as error:
            {FAILED}
            return
        {READY}
"""
ONE_TRY = f"""
        try:
            await receive()
            await start()
            {READY}
            await receive()
            await stop()
            {DONE}
        except Exception as error:
            {FAILED}
"""
FINALLY = f"""
        await receive()
        try:
            await start()
            {READY}
            await receive()
        except Exception as error:
            {FAILED}
            return
        finally:
            await stop()
        {DONE}
"""
SWALLOWS = f"""
        await receive()
        try:
            await stop()
        except Exception:
            pass
        {DONE}
"""
APP_SWALLOWED = """
        if scope["type"] != "lifespan":
            try:
                await app(scope, receive, send)
            except Exception as error:
                print(error)
            return
"""
HTTP_ONLY = """
        if scope["type"] == "http":
            await app(scope, receive, send)
            return
"""
SWAPPED = life(starts(), STOPS).replace("await start()", "await swap()")
SWAPPED = SWAPPED.replace("await stop()", "await start()").replace("await swap()", "await stop()")

FOUND_LIFESPAN = [
    wrong("some-errors-only", life(starts("OSError as error"))),
    wrong("swallowed-cancel", life(starts("BaseException as error"))),
    wrong("reason-not-text", life(starts(failed=FAILED.replace("str(error)", "error")))),
    wrong("start-tried-again", life(RETRIES)),
    wrong("stop-failed-unseen", life(ONE_TRY, "")),
    wrong("stop-failed-unseen", life(stop=SWALLOWS)),
    wrong("stop-after-failed-start", life(FINALLY, "")),
    wrong("error-of-app-hidden", life(others=APP_SWALLOWED)),
    wrong(
        "stopped-by-the-clock",
        life(stop=f"        await asyncio.sleep(3)\n        await stop()\n        {DONE}"),
    ),
    wrong(
        "stopped-by-the-clock",
        life(
            stop=f"""
        try:
            await asyncio.wait_for(receive(), 5)
        except TimeoutError:
            pass
        await stop()
        {DONE}
"""
        ),
    ),
    wrong(
        "closed-too-early",
        life(stop=f"        await receive()\n        {DONE}\n        await stop()"),
    ),
    wrong("start-and-stop-swapped", SWAPPED),
    wrong("visitor-not-handed-on", life(others=HTTP_ONLY)),
    wrong("app-called-otherwise", life(others=OTHERS.replace("(scope, receive, send)", "(scope)"))),
    wrong("run-while-wrapping", life(before="    asyncio.run(start())\n")),
    wrong("never-awaited", life(others=OTHERS.replace("await app", "app"))),
    Right(
        "with_lifespan",
        life(
            stop=f"""
        await receive()
        try:
            await stop()
        except Exception as error:
            await send({{"type": "lifespan.shutdown.failed", "message": str(error)}})
            return
        {DONE}
"""
        ),
    ),
    Right(
        "with_lifespan",
        life(starts("BaseException as error", FAILED + "\n            raise")).replace(
            "            raise\n            return\n", "            raise\n"
        ),
    ),
]
