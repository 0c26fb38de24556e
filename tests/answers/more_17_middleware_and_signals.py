"""More answers to set 17: what its second readers tried."""

from tests.answers import Right, Wrong

TIMING = """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    def in_sync(request):
        start = time.perf_counter()
        response = get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    return in_async if iscoroutinefunction(get_response) else in_sync
"""
NUMBERED = """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.id = request.headers.get("X-Request-Id") or new_id()
        if iscoroutinefunction(self):
            return self.acall(request)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response

    async def acall(self, request):
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
"""
ROOM = """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        try:
            async with asyncio.timeout(0.5):
                await room.acquire()
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        try:
            return await get_response(request)
        finally:
            room.release()

    return middleware
"""


def changed(source: str, *pairs: str, above: str = "") -> str:
    """An answer with some of its parts exchanged: old, new, old, new."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in source, old
        source = source.replace(old, new)
    return above + source


MORE: list[Wrong | Right] = [
    Wrong(
        "display_middleware",
        "middleware-added",
        """
def plain(get_response):
    def middleware(request):
        return get_response(request)

    return middleware


import sys
sys.modules["__probe__"] = type(sys)("__probe__")
sys.modules["__probe__"].plain = plain


def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ] + ["__probe__.plain"]
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-twice",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "list-changed-in-place",
        """
def display_middleware():
    full = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    return full.remove("django.middleware.gzip.GZipMiddleware")
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-in-a-coroutine",
        """
async def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-no-list",
        """
def display_middleware():
    return (name for name in [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ])
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-no-list",
        """
def display_middleware():
    return dict.fromkeys([
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ], True)
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-no-list",
        """
def display_middleware():
    return set([
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ])
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-no-list",
        """
def display_middleware():
    return ",".join([
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ])
""",
    ),
    Wrong(
        "timing_middleware",
        "thread-added",
        changed(
            TIMING,
            "response = await get_response(request)",
            """response = await get_response(request)
        await asyncio.to_thread(print, end="")""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "thread-added",
        changed(
            TIMING,
            "response = await get_response(request)",
            """response = await get_response(request)
        await asyncio.get_running_loop().run_in_executor(None, print, "")""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "layer-hides-error",
        changed(
            TIMING,
            "response = await get_response(request)",
            """try:
            response = await get_response(request)
        except BaseException:
            response = HttpResponse(status=500)""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "layer-hides-error",
        changed(
            TIMING,
            "response = await get_response(request)",
            """try:
            response = await get_response(request)
        except Exception:
            response = HttpResponse(status=500)""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "layer-hides-error",
        changed(
            TIMING,
            "response = get_response(request)",
            """try:
            response = get_response(request)
        except Exception:
            response = HttpResponse(status=500)""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "not-milliseconds",
        changed(
            TIMING,
            "round(1000 * (time.perf_counter() - start))",
            "round((time.perf_counter() - start) / 1000)",
        ),
    ),
    Wrong(
        "timing_middleware",
        "not-milliseconds",
        changed(
            TIMING,
            "round(1000 * (time.perf_counter() - start))",
            "round(time.perf_counter() - start)",
        ),
    ),
    Wrong(
        "timing_middleware",
        "earlier-minus-later",
        changed(TIMING, "(time.perf_counter() - start)", "(start - time.perf_counter())"),
    ),
    Wrong(
        "timing_middleware",
        "always-the-same",
        changed(TIMING, "round(1000 * (time.perf_counter() - start))", '"200"'),
    ),
    Wrong(
        "timing_middleware",
        "always-the-same",
        changed(TIMING, "round(1000 * (time.perf_counter() - start))", '"250"'),
    ),
    Wrong(
        "timing_middleware",
        "view-run-twice",
        changed(
            TIMING,
            "response = await get_response(request)",
            """await get_response(request)
        response = await get_response(request)""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "visitors-in-turn",
        changed(
            TIMING,
            "    async def in_async",
            """    lock = asyncio.Lock()

    async def in_async""",
            "response = await get_response(request)",
            """async with lock:
            response = await get_response(request)""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "visitors-in-turn",
        changed(
            TIMING,
            "    async def in_async",
            """    lock = asyncio.Lock()

    async def in_async""",
            """        start = time.perf_counter()
        response = await get_response(request)""",
            """        async with lock:
            start = time.perf_counter()
            response = await get_response(request)""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "hops-added",
        changed(
            TIMING,
            """        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
""",
            """        response = await get_response(request)

        def stamp():
            response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))

        await sync_to_async(stamp)()
""",
            above="""from asgiref.sync import sync_to_async


""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "called-too-early",
        changed(
            TIMING,
            "return in_async if iscoroutinefunction(get_response) else in_sync",
            """middleware = in_async if iscoroutinefunction(get_response) else in_sync
    return middleware(get_response)""",
        ),
    ),
    Wrong(
        "timing_middleware",
        "outer-is-async",
        changed(TIMING, "def timing_middleware", "async def timing_middleware"),
    ),
    Wrong(
        "timing_middleware",
        "header-on-the-request",
        changed(TIMING, "        response[", "        request.headers["),
    ),
    Right("RequestId", changed(NUMBERED, 'response["X-Request-Id"]', 'response["X-Request-ID"]')),
    Right(
        "RequestId",
        changed(
            NUMBERED,
            'response["X-Request-Id"]',
            'response["x-request-id"]',
            'get("X-Request-Id")',
            'get("x-request-id")',
        ),
    ),
    Wrong(
        "RequestId",
        "thread-added",
        changed(
            NUMBERED,
            """        request.id = request.headers.get("X-Request-Id") or new_id()
""",
            "",
            "        response = self.get",
            """        request.id = request.headers.get("X-Request-Id") or new_id()
        response = self.get""",
            "        response = await self.get_response(request)",
            """        request.id = request.headers.get("X-Request-Id") or await asyncio.to_thread(new_id)
        response = await self.get_response(request)""",
        ),
    ),
    Wrong(
        "RequestId",
        "visitors-in-turn",
        changed(
            NUMBERED,
            """        self.get_response = get_response
""",
            """        self.get_response = get_response
        self.lock = asyncio.Lock()
""",
            "response = await self.get_response(request)",
            """async with self.lock:
            response = await self.get_response(request)""",
        ),
    ),
    Wrong(
        "RequestId",
        "layer-hides-error",
        changed(
            NUMBERED,
            "response = await self.get_response(request)",
            """try:
            response = await self.get_response(request)
        except Exception:
            response = HttpResponse(status=500)""",
        ),
    ),
    Wrong(
        "RequestId",
        "swallowed-cancel",
        changed(
            NUMBERED,
            "response = await self.get_response(request)",
            """try:
            response = await self.get_response(request)
        except asyncio.CancelledError:
            response = HttpResponse(status=499)""",
        ),
    ),
    Wrong(
        "RequestId",
        "object-without-mark",
        changed(
            NUMBERED,
            """        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)
""",
            "",
            "if iscoroutinefunction(self)",
            "if iscoroutinefunction(self.get_response)",
        ),
    ),
    Wrong(
        "RequestId",
        "object-without-mark",
        changed(NUMBERED, "markcoroutinefunction(self)", "markcoroutinefunction(get_response)"),
    ),
    Wrong(
        "RequestId",
        "plan-not-returned",
        changed(NUMBERED, "return self.acall(request)", "self.acall(request)"),
    ),
    Wrong(
        "RequestId",
        "plan-not-returned",
        changed(
            NUMBERED,
            """            return self.acall(request)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response""",
            """            self.acall(request)
        else:
            response = self.get_response(request)
            response["X-Request-Id"] = request.id
            return response""",
        ),
    ),
    Wrong("RequestId", "number-elsewhere", changed(NUMBERED, "request.id", "self.id")),
    Wrong(
        "RequestId",
        "number-elsewhere",
        changed(
            NUMBERED,
            '        request.id = request.headers.get("X-Request-Id") or new_id()',
            '        number = request.headers.get("X-Request-Id") or new_id()',
            "acall(request)",
            "acall(request, number)",
            "acall(self, request)",
            "acall(self, request, number)",
            "= request.id",
            "= number",
        ),
    ),
    Wrong("RequestId", "number-elsewhere", changed(NUMBERED, "request.id", "request.request_id")),
    Wrong(
        "RequestId",
        "number-elsewhere",
        """
def signed(response):
    response["X-Railway"] = "Nightline"
    return response


class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.acall(request)
        return signed(self.get_response(request))

    async def acall(self, request):
        return signed(await self.get_response(request))
""",
    ),
    Wrong(
        "RequestId",
        "loop-in-the-layer",
        changed(NUMBERED, "return self.acall(request)", "return asyncio.run(self.acall(request))"),
    ),
    Wrong(
        "RequestId",
        "loop-in-the-layer",
        changed(
            NUMBERED,
            "return self.acall(request)",
            "return async_to_sync(self.acall)(request)",
            above="""from asgiref.sync import async_to_sync


""",
        ),
    ),
    Wrong(
        "RequestId",
        "number-of-another-visitor",
        changed(
            NUMBERED,
            '        request.id = request.headers.get("X-Request-Id") or new_id()',
            """        global current
        current = request.id = request.headers.get("X-Request-Id") or new_id()""",
            '"] = request.id',
            '"] = current',
        ),
    ),
    Wrong(
        "RequestId",
        "number-made-once",
        changed(
            NUMBERED,
            "    sync_capable",
            """    number = new_id()
    sync_capable""",
            "or new_id()",
            "or self.number",
        ),
    ),
    Wrong(
        "RequestId",
        "method-without-object",
        changed(NUMBERED, "return self.acall(", "return acall("),
    ),
    Wrong("RequestId", "object-not-callable", changed(NUMBERED, "__call__", "__cal__")),
    Wrong("RequestId", "number-not-text", changed(NUMBERED, "or new_id()", "or int(new_id()[2:])")),
    Wrong("RequestId", "new-id-not-called", changed(NUMBERED, "or new_id()", "or new_id")),
    Wrong(
        "RequestId",
        "layer-not-kept",
        changed(
            NUMBERED,
            """        self.get_response = get_response
""",
            "",
        ),
    ),
    Wrong(
        "RequestId",
        "async-in-sync-world",
        changed(NUMBERED, "    def __call__", "    async def __call__"),
    ),
    Wrong(
        "waiting_room",
        "waits-by-looking",
        changed(
            ROOM,
            """        try:
            async with asyncio.timeout(0.5):
                await room.acquire()
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
""",
            """        if room.locked():
            await asyncio.sleep(0.5)
            if room.locked():
                return HttpResponse(status=503, headers={"Retry-After": "1"})
        await room.acquire()
""",
        ),
    ),
    Wrong(
        "waiting_room",
        "waits-by-looking",
        changed(
            ROOM,
            """        try:
            async with asyncio.timeout(0.5):
                await room.acquire()
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
""",
            """        for _ in range(5):
            if not room.locked():
                break
            await asyncio.sleep(0.1)
        else:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        await room.acquire()
""",
        ),
    ),
    Wrong(
        "waiting_room",
        "page-goes-on",
        changed(
            ROOM,
            "return await get_response(request)",
            "return await asyncio.shield(get_response(request))",
        ),
    ),
    Wrong(
        "waiting_room",
        "sync-site-changed",
        changed(
            ROOM,
            """        return get_response
""",
            """        limit = threading.Semaphore(3)

        def in_sync(request):
            with limit:
                return get_response(request)

        return in_sync
""",
            above="""import threading


""",
        ),
    ),
    Wrong("waiting_room", "more-turns-than-allowed", changed(ROOM, "Semaphore(3)", "Semaphore(4)")),
    Wrong(
        "waiting_room",
        "more-turns-than-allowed",
        changed(
            ROOM,
            "            room.release()",
            """            room.release()
            room.release()""",
        ),
    ),
    Wrong(
        "waiting_room",
        "turn-not-held",
        changed(
            ROOM,
            """        try:
            return await get_response(request)
        finally:
            room.release()
""",
            """        room.release()
        return await get_response(request)
""",
        ),
    ),
    Wrong(
        "waiting_room",
        "turn-not-held",
        changed(
            ROOM,
            """        try:
            async with""",
            """        response = await get_response(request)
        try:
            async with""",
            "return await get_response(request)",
            "return response",
        ),
    ),
    Wrong(
        "waiting_room",
        "turn-kept",
        changed(
            ROOM,
            """        try:
            return await get_response(request)
        finally:
            room.release()
""",
            """        return await get_response(request)
""",
        ),
    ),
    Wrong(
        "waiting_room",
        "turn-for-nobody",
        changed(
            ROOM,
            """        try:
            async with asyncio.timeout(0.5):
                await room.acquire()
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
""",
            """        turn = asyncio.create_task(room.acquire())
        done, _ = await asyncio.wait({turn}, timeout=0.5)
        if not done:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
""",
        ),
    ),
    Wrong(
        "waiting_room",
        "response-not-awaited",
        changed(ROOM, "return await get_response", "return get_response"),
    ),
    Wrong(
        "waiting_room",
        "timeout-not-answered",
        changed(
            ROOM,
            """return HttpResponse(status=503, headers={"Retry-After": "1"})
""",
            """raise
""",
        ),
    ),
    Right(
        "waiting_room",
        changed(
            ROOM,
            """            async with asyncio.timeout(0.5):
                await room.acquire()""",
            "            await asyncio.wait_for(room.acquire(), 0.5)",
        ),
    ),
    Right(
        "waiting_room",
        changed(
            ROOM,
            """        try:
            async with asyncio.timeout(0.5):
                await room.acquire()
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
""",
            """        turn = asyncio.create_task(room.acquire())
        try:
            done, _ = await asyncio.wait({turn}, timeout=0.5)
        except asyncio.CancelledError:
            turn.cancel()
            raise
        if not done:
            turn.cancel()
            return HttpResponse(status=503, headers={"Retry-After": "1"})
""",
        ),
    ),
]
