"""Answers to set 17."""

from tests.answers import Right, Wrong
from tests.answers.more_17_middleware_and_signals import MORE

DISPLAY_MIDDLEWARE = [
    Wrong(
        "display_middleware",
        "too-many-hops",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "too-many-hops",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "forged-forms-pass",
        """
def display_middleware():
    return []
""",
    ),
    Wrong(
        "display_middleware",
        "forged-forms-pass",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "slash-not-added",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "headers-not-sent",
        """
def display_middleware():
    return [
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "headers-not-sent",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
""",
    ),
    # The sessions go, and who needs them stays.
    Wrong(
        "display_middleware",
        "needs-another-middleware",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "needs-another-middleware",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    # A comma is missing.
    Wrong(
        "display_middleware",
        "middleware-unknown",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware"
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-unknown",
        """
def display_middleware():
    return ["SecurityMiddleware", "CommonMiddleware", "CsrfViewMiddleware", "XFrameOptionsMiddleware"]
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-unknown",
        """
def display_middleware():
    return [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-not-named",
        """
from django.middleware.common import CommonMiddleware
from django.middleware.security import SecurityMiddleware

def display_middleware():
    return [SecurityMiddleware, CommonMiddleware]
""",
    ),
    Wrong(
        "display_middleware",
        "middleware-no-list",
        """
def display_middleware():
    return "django.middleware.security.SecurityMiddleware"
""",
    ),
    Wrong(
        "display_middleware",
        "nothing-returned",
        """
def display_middleware():
    [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
    ]
""",
    ),
    # In another order. For these four it makes no difference.
    Right(
        "display_middleware",
        """
def display_middleware():
    return [
        "django.middleware.common.CommonMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
""",
    ),
    Right(
        "display_middleware",
        """
GIVEN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

def display_middleware():
    unused = ("sessions", "gzip", "auth", "messages")
    return tuple(name for name in GIVEN if name.split(".")[2] not in unused)
""",
    ),
]

TIMING_MIDDLEWARE = [
    Wrong(
        "timing_middleware",
        "django-not-told",
        """
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
""",
    ),
    # The old style.
    Wrong(
        "timing_middleware",
        "plain-in-async-world",
        """
def timing_middleware(get_response):
    def middleware(request):
        start = time.perf_counter()
        response = get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    return middleware
""",
    ),
    Wrong(
        "timing_middleware",
        "plain-in-async-world",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    def middleware(request):
        start = time.perf_counter()
        response = get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    return middleware
""",
    ),
    Wrong(
        "timing_middleware",
        "async-in-sync-world",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def middleware(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    return middleware
""",
    ),
    Wrong(
        "timing_middleware",
        "other-way-round",
        """
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

    if not iscoroutinefunction(get_response):
        return in_async
    return in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "response-not-awaited",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    def in_sync(request):
        start = time.perf_counter()
        response = get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "clock-of-the-site",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    start = time.perf_counter()
    if iscoroutinefunction(get_response):
        async def middleware(request):
            response = await get_response(request)
            response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
            return response
    else:
        def middleware(request):
            response = get_response(request)
            response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
            return response
    return middleware
""",
    ),
    Wrong(
        "timing_middleware",
        "clock-shared",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    start = 0

    def begin():
        nonlocal start
        start = time.perf_counter()

    def end(response):
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    async def in_async(request):
        begin()
        return end(await get_response(request))

    def in_sync(request):
        begin()
        return end(get_response(request))

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "not-milliseconds",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = time.perf_counter() - start
        return response

    def in_sync(request):
        start = time.perf_counter()
        response = get_response(request)
        response["X-Milliseconds"] = time.perf_counter() - start
        return response

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "not-milliseconds",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    def end(response, start):
        response["X-Milliseconds"] = f"{1000 * (time.perf_counter() - start):.0f} ms"
        return response

    async def in_async(request):
        start = time.perf_counter()
        return end(await get_response(request), start)

    def in_sync(request):
        start = time.perf_counter()
        return end(get_response(request), start)

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    # The clock is read before and after making the plan, not the wait.
    Wrong(
        "timing_middleware",
        "measured-nothing",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        plan = get_response(request)
        took = time.perf_counter() - start
        response = await plan
        response["X-Milliseconds"] = round(1000 * took)
        return response

    def in_sync(request):
        start = time.perf_counter()
        response = get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "another-clock",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    def end(response, start):
        response["X-Milliseconds"] = round(1000 * (time.process_time() - start))
        return response

    async def in_async(request):
        start = time.process_time()
        return end(await get_response(request), start)

    def in_sync(request):
        start = time.process_time()
        return end(get_response(request), start)

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "no-milliseconds",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        request.milliseconds = round(1000 * (time.perf_counter() - start))
        return response

    def in_sync(request):
        start = time.perf_counter()
        response = get_response(request)
        request.milliseconds = round(1000 * (time.perf_counter() - start))
        return response

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    # Each world has its function, and the hop comes from inside.
    Wrong(
        "timing_middleware",
        "hops-added",
        """
from asgiref.sync import sync_to_async

@sync_and_async_middleware
def timing_middleware(get_response):
    def stamp(response, start):
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        await sync_to_async(print)(end="")
        return response

    def in_sync(request):
        start = time.perf_counter()
        return stamp(get_response(request), start)

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "no-layer",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response
""",
    ),
    Wrong(
        "timing_middleware",
        "one-world-only",
        """
from django.utils.decorators import async_only_middleware

@async_only_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    def in_sync(request):
        return get_response(request)

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "no-milliseconds",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    def in_sync(request):
        return get_response(request)

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    Wrong(
        "timing_middleware",
        "layer-swallows",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))

    def in_sync(request):
        start = time.perf_counter()
        response = get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    # The inner function is called where it should be handed over.
    Wrong(
        "timing_middleware",
        "called-too-early",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    async def in_async(request):
        start = time.perf_counter()
        response = await get_response(request)
        response["X-Milliseconds"] = round(1000 * (time.perf_counter() - start))
        return response

    return in_async(get_response)
""",
    ),
    Right(
        "timing_middleware",
        """
@sync_and_async_middleware
def timing_middleware(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            start = time.monotonic()
            response = await get_response(request)
            response.headers["X-Milliseconds"] = f"{1000 * (time.monotonic() - start):.0f}"
            return response
    else:

        def middleware(request):
            start = time.monotonic()
            response = get_response(request)
            response.headers["X-Milliseconds"] = f"{1000 * (time.monotonic() - start):.0f}"
            return response

    return middleware
""",
    ),
    # A class does as well.
    Right(
        "timing_middleware",
        """
class timing_middleware:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        start = time.perf_counter()
        return self.stamp(self.get_response(request), start)

    async def __acall__(self, request):
        start = time.perf_counter()
        return self.stamp(await self.get_response(request), start)

    def stamp(self, response, start):
        response["X-Milliseconds"] = int(1000 * (time.perf_counter() - start) + 0.5)
        return response
""",
    ),
    # The start travels on the request.
    Right(
        "timing_middleware",
        """
from functools import wraps

def timing_middleware(get_response):
    def stamp(request, response):
        response["X-Milliseconds"] = str(round(1e3 * (time.perf_counter() - request.start)))
        return response

    if iscoroutinefunction(get_response):
        @wraps(get_response)
        async def middleware(request):
            request.start = time.perf_counter()
            return stamp(request, await get_response(request))
        return middleware

    @wraps(get_response)
    def middleware(request):
        request.start = time.perf_counter()
        return stamp(request, get_response(request))
    return middleware

timing_middleware.sync_capable = True
timing_middleware.async_capable = True
""",
    ),
]

REQUEST_ID = [
    Wrong(
        "RequestId",
        "object-not-marked",
        """
class RequestId:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response

    async def __call__(self, request):
        request.id = request.headers.get("X-Request-Id") or new_id()
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Wrong(
        "RequestId",
        "plain-in-async-world",
        """
class RequestId:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = request.headers.get("X-Request-Id") or new_id()
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Wrong(
        "RequestId",
        "async-in-sync-world",
        """
class RequestId:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request):
        request.id = request.headers.get("X-Request-Id") or new_id()
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    # The mark is right, and the method makes a plan in both worlds.
    Wrong(
        "RequestId",
        "async-in-sync-world",
        """
class RequestId:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    async def __call__(self, request):
        request.id = request.headers.get("X-Request-Id") or new_id()
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Wrong(
        "RequestId",
        "django-not-told",
        """
class RequestId:
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
""",
    ),
    Wrong(
        "RequestId",
        "number-of-another-visitor",
        """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        self.number = request.headers.get("X-Request-Id") or new_id()
        request.id = self.number
        if iscoroutinefunction(self):
            return self.acall(request)
        return self.sign(self.get_response(request))

    async def acall(self, request):
        return self.sign(await self.get_response(request))

    def sign(self, response):
        response["X-Request-Id"] = self.number
        return response
""",
    ),
    Wrong(
        "RequestId",
        "number-made-once",
        """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.number = new_id()
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.id = request.headers.get("X-Request-Id", self.number)
        if iscoroutinefunction(self):
            return self.acall(request)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response

    async def acall(self, request):
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Wrong(
        "RequestId",
        "number-not-for-the-view",
        """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.acall(request)
        response = self.get_response(request)
        return self.sign(request, response)

    async def acall(self, request):
        response = await self.get_response(request)
        return self.sign(request, response)

    def sign(self, request, response):
        request.id = request.headers.get("X-Request-Id") or new_id()
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    # `META` knows this header under another name.
    Wrong(
        "RequestId",
        "number-replaced",
        """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.id = request.META.get("X-Request-Id") or new_id()
        if iscoroutinefunction(self):
            return self.acall(request)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response

    async def acall(self, request):
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Wrong(
        "RequestId",
        "header-required",
        """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.id = request.headers["X-Request-Id"] or new_id()
        if iscoroutinefunction(self):
            return self.acall(request)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response

    async def acall(self, request):
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Wrong(
        "RequestId",
        "number-not-sent",
        """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.id = request.headers.get("X-Request-Id") or new_id()
        return self.get_response(request)
""",
    ),
    # Django's own base class: it works, and costs a hop each way.
    Wrong(
        "RequestId",
        "hops-added",
        """
from django.utils.deprecation import MiddlewareMixin

class RequestId(MiddlewareMixin):
    def process_request(self, request):
        request.id = request.headers.get("X-Request-Id") or new_id()

    def process_response(self, request, response):
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Wrong(
        "RequestId",
        "response-not-awaited",
        """
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
        return self.sign(request, self.get_response(request))

    async def acall(self, request):
        return self.sign(request, self.get_response(request))

    def sign(self, request, response):
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Wrong(
        "RequestId",
        "number-not-from-new-id",
        """
import uuid

class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.id = request.headers.get("X-Request-Id") or uuid.uuid4().hex
        if iscoroutinefunction(self):
            return self.acall(request)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response

    async def acall(self, request):
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    # Two calls, two numbers.
    Wrong(
        "RequestId",
        "number-not-sent",
        """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def number(self, request):
        return request.headers.get("X-Request-Id") or new_id()

    def __call__(self, request):
        request.id = self.number(request)
        if iscoroutinefunction(self):
            return self.acall(request)
        response = self.get_response(request)
        response["X-Request-Id"] = self.number(request)
        return response

    async def acall(self, request):
        response = await self.get_response(request)
        response["X-Request-Id"] = self.number(request)
        return response
""",
    ),
    # It works, and Django gives a plain hook to a thread.
    Wrong(
        "RequestId",
        "hops-added",
        """
class RequestId:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def process_view(self, request, view, args, kwargs):
        request.id = request.headers.get("X-Request-Id") or new_id()

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.acall(request)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response

    async def acall(self, request):
        response = await self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    Right(
        "RequestId",
        """
class RequestId:
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.id = request.headers.get("X-Request-Id", new_id())

        def signed(response):
            response["X-Request-Id"] = request.id
            return response

        async def later():
            return signed(await self.get_response(request))

        if iscoroutinefunction(self.get_response):
            return later()
        return signed(self.get_response(request))
""",
    ),
    Right(
        "RequestId",
        """
class RequestId:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        self.number(request)
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request.id
        return response

    async def __acall__(self, request):
        self.number(request)
        response = await self.get_response(request)
        response.headers["X-Request-Id"] = request.id
        return response

    def number(self, request):
        if "X-Request-Id" in request.headers:
            request.id = request.headers["X-Request-Id"]
        else:
            request.id = new_id()
""",
    ),
    # Built on Django's own base class, with both of its calls replaced.
    Right(
        "RequestId",
        """
from django.utils.deprecation import MiddlewareMixin

class RequestId(MiddlewareMixin):
    def begin(self, request):
        request.id = request.META.get("HTTP_X_REQUEST_ID") or new_id()
        return request

    def __call__(self, request):
        if self.async_mode:
            return self.__acall__(request)
        response = self.get_response(self.begin(request))
        response["X-Request-Id"] = request.id
        return response

    async def __acall__(self, request):
        response = await self.get_response(self.begin(request))
        response["X-Request-Id"] = request.id
        return response
""",
    ),
    # A function of that name does as well.
    Right(
        "RequestId",
        """
@sync_and_async_middleware
def RequestId(get_response):
    def begin(request):
        request.id = request.headers.get("x-request-id") or new_id()

    def end(request, response):
        response["X-Request-Id"] = request.id
        return response

    async def in_async(request):
        begin(request)
        return end(request, await get_response(request))

    def in_sync(request):
        begin(request)
        return end(request, get_response(request))

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
]

WAITING_ROOM = [
    Wrong(
        "waiting_room",
        "room-for-everybody",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response

    async def middleware(request):
        room = asyncio.Semaphore(3)
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
""",
    ),
    Wrong(
        "waiting_room",
        "room-too-small",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Lock()

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
""",
    ),
    Wrong(
        "waiting_room",
        "limit-on-the-visit",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        try:
            async with asyncio.timeout(0.5):
                async with room:
                    return await get_response(request)
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})

    return middleware
""",
    ),
    Wrong(
        "waiting_room",
        "waits-without-limit",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        async with room:
            return await get_response(request)

    return middleware
""",
    ),
    Wrong(
        "waiting_room",
        "nobody-waits",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        if room.locked():
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        async with room:
            return await get_response(request)

    return middleware
""",
    ),
    Wrong(
        "waiting_room",
        "another-patience",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        try:
            await asyncio.wait_for(room.acquire(), 5)
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        try:
            return await get_response(request)
        finally:
            room.release()

    return middleware
""",
    ),
    # The turn is lost where the page fails or its visitor leaves.
    Wrong(
        "waiting_room",
        "turn-kept",
        """
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
        response = await get_response(request)
        room.release()
        return response

    return middleware
""",
    ),
    Wrong(
        "waiting_room",
        "turn-given-twice",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        late = False
        try:
            try:
                async with asyncio.timeout(0.5):
                    await room.acquire()
            except TimeoutError:
                late = True
                return HttpResponse(status=503, headers={"Retry-After": "1"})
            return await get_response(request)
        finally:
            if not late:
                room.release()

    return middleware
""",
    ),
    Wrong(
        "waiting_room",
        "error-taken-for-the-door",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        try:
            async with asyncio.timeout(0.5):
                await room.acquire()
            try:
                return await get_response(request)
            finally:
                room.release()
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})

    return middleware
""",
    ),
    Wrong(
        "waiting_room",
        "no-retry-after",
        """
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
            return HttpResponse(status=503)
        try:
            return await get_response(request)
        finally:
            room.release()

    return middleware
""",
    ),
    # Made when the notebook runs: it belongs to whichever loop waits for it first.
    Wrong(
        "waiting_room",
        "room-of-another-loop",
        """
room = asyncio.Semaphore(3)

@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response

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
""",
    ),
    Wrong(
        "waiting_room",
        "async-in-sync-world",
        """
@sync_and_async_middleware
def waiting_room(get_response):
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
""",
    ),
    Wrong(
        "waiting_room",
        "door-with-without-async",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        with room:
            return await get_response(request)

    return middleware
""",
    ),
    Wrong(
        "waiting_room",
        "turned-away-inside",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def inside(request, waiting):
        async with room:
            waiting.set()
            return await get_response(request)

    async def middleware(request):
        waiting = asyncio.Event()
        visit = asyncio.create_task(inside(request, waiting))
        try:
            async with asyncio.timeout(0.5):
                await waiting.wait()
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        return await visit

    return middleware
""",
    ),
    # Who is turned away still stands at the door, and takes the next turn with them.
    Wrong(
        "waiting_room",
        "turn-for-nobody",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    room = asyncio.Semaphore(3)

    async def middleware(request):
        turn = asyncio.create_task(room.acquire())
        done, _ = await asyncio.wait([turn], timeout=0.5)
        if not done:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        try:
            return await get_response(request)
        finally:
            room.release()

    return middleware
""",
    ),
    Right(
        "waiting_room",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    room = asyncio.BoundedSemaphore(3)

    async def in_async(request):
        try:
            await asyncio.wait_for(room.acquire(), timeout=0.5)
        except asyncio.TimeoutError:
            response = HttpResponse("come back later", status=503)
            response["Retry-After"] = 1
            return response
        try:
            return await get_response(request)
        finally:
            room.release()

    def in_sync(request):
        return get_response(request)

    return in_async if iscoroutinefunction(get_response) else in_sync
""",
    ),
    # A queue of tokens, in a class.
    Right(
        "waiting_room",
        """
class waiting_room:
    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)
            self.tokens = asyncio.Queue()
            for number in range(3):
                self.tokens.put_nowait(number)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.acall(request)
        return self.get_response(request)

    async def acall(self, request):
        try:
            async with asyncio.timeout(0.5):
                token = await self.tokens.get()
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        try:
            return await self.get_response(request)
        finally:
            self.tokens.put_nowait(token)
""",
    ),
    # A condition and a count.
    Right(
        "waiting_room",
        """
@sync_and_async_middleware
def waiting_room(get_response):
    if not iscoroutinefunction(get_response):
        return get_response
    free, door = 3, asyncio.Condition()

    async def middleware(request):
        nonlocal free
        try:
            async with asyncio.timeout(0.5), door:
                await door.wait_for(lambda: free > 0)
                free -= 1
        except TimeoutError:
            return HttpResponse(status=503, headers={"Retry-After": "1"})
        try:
            return await get_response(request)
        finally:
            free += 1
            async with door:
                door.notify()

    return middleware
""",
    ),
]

ANSWERS = [*DISPLAY_MIDDLEWARE, *TIMING_MIDDLEWARE, *REQUEST_ID, *WAITING_ROOM, *MORE]
