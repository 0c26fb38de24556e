"""Answers to set 19."""

from tests.answers import Right, Wrong
from tests.answers.more_19_the_live_board import MORE

COUNTDOWN = [
    # The word is there, and the wait still blocks.
    Wrong(
        "countdown",
        "blocking-sleep",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            time.sleep(1)
        yield "the doors close\\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")
""",
    ),
    # An asynchronous coat around the synchronous generator.
    Wrong(
        "countdown",
        "blocking-sleep",
        """
async def countdown(request):
    def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            time.sleep(1)
        yield "the doors close\\n"

    async def coat():
        for line in lines():
            yield line

    return StreamingHttpResponse(coat(), content_type="text/plain")
""",
    ),
    # A plain view, as under WSGI.
    Wrong(
        "countdown",
        "sync-generator-under-asgi",
        """
def countdown(request):
    def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            time.sleep(1)
        yield "the doors close\\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "stream-collected-first",
        """
async def countdown(request):
    lines = []
    for left in range(int(request.GET["seconds"]), 0, -1):
        lines.append(f"{left} s\\n")
        await asyncio.sleep(1)
    lines.append("the doors close\\n")
    return StreamingHttpResponse(lines, content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "not-a-stream",
        """
from django.http import HttpResponse

async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            await asyncio.sleep(1)
        yield "the doors close\\n"

    return HttpResponse(lines(), content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "stream-not-called",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            await asyncio.sleep(1)
        yield "the doors close\\n"

    return StreamingHttpResponse(lines, content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "generator-awaited",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            await asyncio.sleep(1)
        yield "the doors close\\n"

    return StreamingHttpResponse(await lines(), content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "never-awaited",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            asyncio.sleep(1)
        yield "the doors close\\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")
""",
    ),
    # The wait comes first.
    Wrong(
        "countdown",
        "line-at-another-moment",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            await asyncio.sleep(1)
            yield f"{left} s\\n"
        yield "the doors close\\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "display-shows-other-lines",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"])):
            yield f"{left} s\\n"
            await asyncio.sleep(1)
        yield "the doors close\\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "thread-for-each-reader",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            await asyncio.to_thread(time.sleep, 1)
        yield "the doors close\\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "no-response",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            await asyncio.sleep(1)
        yield "the doors close\\n"

    return lines()
""",
    ),
    Wrong(
        "countdown",
        "nothing-returned",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            await asyncio.sleep(1)
        yield "the doors close\\n"

    StreamingHttpResponse(lines(), content_type="text/plain")
""",
    ),
    Wrong(
        "countdown",
        "stream-goes-on",
        """
async def countdown(request):
    async def lines():
        for left in range(int(request.GET["seconds"]), 0, -1):
            yield f"{left} s\\n"
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                pass
        yield "the doors close\\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")
""",
    ),
    # A generator of its own beside the view, which is plain: Django runs that in a thread, once.
    Right(
        "countdown",
        """
async def seconds_left(left):
    while left:
        yield f"{left} s\\n".encode()
        left -= 1
        await asyncio.sleep(1)
    yield b"the doors close\\n"


def countdown(request):
    return StreamingHttpResponse(seconds_left(int(request.GET["seconds"])))
""",
    ),
    # The clock decides, not the sum of the waits.
    Right(
        "countdown",
        """
async def countdown(request):
    left = int(request.GET.get("seconds", 0))
    loop = asyncio.get_running_loop()
    end = loop.time() + left

    async def lines(left):
        while left > 0:
            yield "%d s\\n" % left
            left -= 1
            await asyncio.sleep(end - left - loop.time())
        yield "the doors close\\n"

    response = StreamingHttpResponse(content_type="text/plain")
    response.streaming_content = lines(left)
    return response
""",
    ),
    Right(
        "countdown",
        """
class Lines:
    def __init__(self, left):
        self.left = left + 1

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left < 0:
            raise StopAsyncIteration
        self.left -= 1
        if self.left < 0:
            raise StopAsyncIteration
        if not hasattr(self, "begun"):
            self.begun = True
        else:
            await asyncio.sleep(1)
        return f"{self.left} s\\n" if self.left else "the doors close\\n"


async def countdown(request):
    return StreamingHttpResponse(Lines(int(request.GET["seconds"])))
""",
    ),
]

SSE = """
async def departures_sse(request):
    async def events():
        {start}
        while True:
            {wait}
            {send}
    return StreamingHttpResponse(events(), {how})
"""
START = 'seen = int(request.headers.get("Last-Event-ID", 0))'
WAIT = """try:
                async with asyncio.timeout(HEARTBEAT):
                    report = await next_report(seen)
            except TimeoutError:
                yield ": still here\\n\\n"
                continue
            seen = report.number"""
SEND = """data = "".join(f"data: {line}\\n" for line in report.text.splitlines())
            yield f"id: {seen}\\nevent: report\\n{data}\\n\""""
HOW = 'content_type="text/event-stream"'


def sse(start: str = START, wait: str = WAIT, send: str = SEND, how: str = HOW) -> str:
    """An answer to `departures_sse`, of which one part is another one."""
    return SSE.format(start=start, wait=wait, send=send, how=how)


DEPARTURES_SSE = [
    Wrong("departures_sse", "content-type", sse(how='content_type="text/plain"')),
    Wrong("departures_sse", "content-type", sse(how="headers={}")),
    Wrong("departures_sse", "event-not-ended", sse(send=SEND.replace("{data}\\n", "{data}"))),
    Wrong("departures_sse", "event-torn", sse(send=SEND.replace("{seen}\\n", "{seen}\\n\\n"))),
    Wrong(
        "departures_sse",
        "line-without-data",
        sse(send='yield f"id: {seen}\\nevent: report\\ndata: {report.text}\\n\\n"'),
    ),
    Wrong(
        "departures_sse",
        "line-without-field",
        sse(send='yield f"{seen}: {report.text.splitlines()}\\n\\n"'),
    ),
    Wrong("departures_sse", "event-without-id", sse(send=SEND.replace("id: {seen}\\n", ""))),
    Wrong(
        "departures_sse",
        "event-with-other-id",
        sse(send=SEND.replace("id: {seen}", "id: {seen + 1}")),
    ),
    # A count of its own: the numbers of reports have gaps.
    Wrong(
        "departures_sse",
        "event-with-other-id",
        sse(wait=WAIT.replace("seen = report.number", "seen += 1")),
    ),
    # The rest of its line, `id: 9`, becomes a part of the comment.
    Wrong(
        "departures_sse",
        "heartbeat-not-ended",
        sse(wait=WAIT.replace("still here\\n\\n", "still here")),
    ),
    Wrong(
        "departures_sse",
        "heartbeat-is-a-number",
        sse(wait=WAIT.replace("HEARTBEAT", "15")),
    ),
    Wrong("departures_sse", "generator-awaited", sse().replace("events(), ", "await events(), ")),
    # The first silence ends the loop.
    Wrong(
        "departures_sse",
        "stream-ends-early",
        """
async def departures_sse(request):
    async def events():
        seen = int(request.headers.get("Last-Event-ID", 0))
        try:
            while True:
                async with asyncio.timeout(HEARTBEAT):
                    report = await next_report(seen)
                seen = report.number
                data = "".join(f"data: {line}\\n" for line in report.text.splitlines())
                yield f"id: {seen}\\nevent: report\\n{data}\\n"
        except TimeoutError:
            yield ": still here\\n\\n"

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    Wrong("departures_sse", "event-without-name", sse(send=SEND.replace("event: report\\n", ""))),
    Wrong(
        "departures_sse",
        "event-with-other-data",
        sse(send='yield f"id: {seen}\\nevent: report\\ndata: {report.text!r}\\n\\n"'),
    ),
    Wrong(
        "departures_sse",
        "event-with-other-data",
        sse(send='yield f"id: {seen}\\nevent: report\\ndata: {report}\\n\\n"'),
    ),
    Wrong(
        "departures_sse",
        "event-with-other-data",
        sse(
            send='text = report.text.replace("\\n", " ")\n'
            '            yield f"id: {seen}\\nevent: report\\ndata: {text}\\n\\n"'
        ),
    ),
    # What was seen is never noted.
    Wrong(
        "departures_sse",
        "report-again-and-again",
        sse(
            wait=WAIT.replace("seen = report.number", "pass"),
            send=SEND.replace("{seen}", "{report.number}"),
        ),
    ),
    Wrong("departures_sse", "bookmark-ignored", sse(start="seen = 0")),
    Wrong(
        "departures_sse",
        "bookmark-sent-again",
        sse(start='seen = int(request.headers.get("Last-Event-ID", 1)) - 1'),
    ),
    Wrong(
        "departures_sse",
        "bookmark-may-be-missing",
        sse(start='seen = int(request.headers["Last-Event-ID"])'),
    ),
    Wrong(
        "departures_sse",
        "bookmark-may-be-missing",
        sse(start='seen = int(request.headers.get("Last-Event-ID"))'),
    ),
    Wrong(
        "departures_sse",
        "header-is-text",
        sse(start='seen = request.headers.get("Last-Event-ID", 0)'),
    ),
    # The header has another name in `META`, and with this one it is never there.
    Wrong(
        "departures_sse",
        "bookmark-ignored",
        sse(start='seen = int(request.GET.get("Last-Event-ID", 0))'),
    ),
    Wrong(
        "departures_sse",
        "no-heartbeat",
        sse(wait="report = await next_report(seen)\n            seen = report.number"),
    ),
    # The numbers have no gaps in this head.
    Wrong(
        "departures_sse",
        "report-skipped",
        sse(
            wait=WAIT.replace("seen = report.number", "seen = report.number + 1"),
            send=SEND.replace("{seen}", "{seen - 1}"),
        ),
    ),
    Wrong(
        "departures_sse",
        "heartbeat-as-event",
        sse(wait=WAIT.replace(": still here", "data: still here")),
    ),
    Wrong(
        "departures_sse",
        "silence-ends-the-stream",
        sse(
            wait="async with asyncio.timeout(HEARTBEAT):\n"
            "                report = await next_report(seen)\n"
            "            seen = report.number"
        ),
    ),
    Wrong(
        "departures_sse",
        "heartbeat-by-the-clock",
        sse(wait=WAIT.replace("timeout(HEARTBEAT)", "timeout(HEARTBEAT / 2)")),
    ),
    Wrong(
        "departures_sse",
        "stream-goes-on",
        sse(wait=WAIT.replace("except TimeoutError", "except BaseException")),
    ),
    Wrong(
        "departures_sse",
        "stream-goes-on",
        sse(
            wait=WAIT.replace(
                "except TimeoutError", "except (TimeoutError, asyncio.CancelledError)"
            )
        ),
    ),
    Wrong(
        "departures_sse",
        "stream-hides-error",
        sse(wait=WAIT.replace("except TimeoutError", "except Exception")),
    ),
    Wrong(
        "departures_sse",
        "stream-hides-error",
        sse(
            wait=WAIT.replace(
                "            seen =",
                "            except ConnectionError:\n                return\n            seen =",
            )
        ),
    ),
    Wrong(
        "departures_sse",
        "stream-not-called",
        sse().replace("events(), ", "events, "),
    ),
    Wrong(
        "departures_sse",
        "coroutine-as-value",
        sse(wait=WAIT.replace("await next_report", "next_report")),
    ),
]

RIGHT_SSE = [
    # Whatever a comment says, it is one.
    Right("departures_sse", sse(wait=WAIT.replace(": still here", ": id: 7 was the last"))),
    # A comment of one line, without an empty line behind it.
    Right("departures_sse", sse(wait=WAIT.replace("still here\\n\\n", "still here\\n"))),
    # The three parts of an event are sent one by one, and each is text of its own.
    Right(
        "departures_sse",
        sse(
            start='seen = int(request.headers.get("last-event-id") or "0")',
            send='yield f"event:report\\r\\nid:{seen}\\r\\n"\n'
            '            for line in report.text.split("\\n"):\n'
            '                yield f"data:{line}\\r\\n".encode()\n'
            '            yield "\\r\\n"',
            how='headers={"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}',
        ),
    ),
    Right(
        "departures_sse",
        sse(
            wait="""try:
                number, text = await asyncio.wait_for(next_report(seen), timeout=HEARTBEAT)
            except asyncio.TimeoutError:
                yield b":\\n\\n"
                continue
            seen = number""",
            send='yield f"id: {seen}\\nevent: report\\ndata: " + text.replace("\\n", "\\ndata: ") + "\\n\\n"',
        ),
    ),
    # One task for each report, which lives through the heartbeats.
    Right(
        "departures_sse",
        """
async def departures_sse(request):
    seen = int(request.headers.get("Last-Event-ID", "0"))

    async def events(seen):
        coming = None
        try:
            while True:
                coming = coming or asyncio.create_task(next_report(seen))
                done, _ = await asyncio.wait({coming}, timeout=HEARTBEAT)
                if not done:
                    yield ": still here\\n\\n"
                    continue
                report, coming = coming.result(), None
                seen = report.number
                lines = [f"id: {seen}", "event: report"]
                lines += [f"data: {line}" for line in report.text.splitlines()]
                yield "\\n".join([*lines, "", ""])
        finally:
            if coming:
                coming.cancel()

    return StreamingHttpResponse(events(seen), content_type="text/event-stream")
""",
    ),
    # A greeting first, and a queue with a pump.
    Right(
        "departures_sse",
        """
async def pump(seen, queue):
    while True:
        report = await next_report(seen)
        seen = report.number
        await queue.put(report)


def text_of(report):
    data = "\\n".join("data: " + line for line in report.text.split("\\n"))
    return f"id: {report.number}\\nevent: report\\n{data}\\n\\n"


async def events(seen):
    yield "retry: 2000\\n\\n: hello\\n\\n"
    queue = asyncio.Queue(10)
    task = asyncio.create_task(pump(seen, queue))
    try:
        while True:
            get = asyncio.create_task(queue.get())
            try:
                await asyncio.wait({get, task}, timeout=HEARTBEAT, return_when="FIRST_COMPLETED")
            finally:
                if not get.done():
                    get.cancel()
            if get.done() and not get.cancelled():
                yield text_of(get.result())
            elif task.done():
                task.result()
            else:
                yield ": still here\\n\\n"
    finally:
        task.cancel()


def departures_sse(request):
    seen = request.headers.get("Last-Event-ID")
    return StreamingHttpResponse(events(int(seen) if seen else 0), content_type="text/event-stream")
""",
    ),
    # A heartbeat counts as a report.
    Wrong(
        "departures_sse",
        "report-skipped",
        sse(wait=WAIT.replace("continue", "seen += 1\n                continue")),
    ),
    Wrong(
        "departures_sse",
        "name-of-the-function-around",
        """
async def departures_sse(request):
    seen = int(request.headers.get("Last-Event-ID", 0))

    async def events():
        while True:
            report = await next_report(seen)
            seen = report.number
            yield f"id: {seen}\\nevent: report\\ndata: {report.text}\\n\\n"

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    # Late and once more: errors of a task that nobody looks at, and a wait that goes on.
    Wrong(
        "departures_sse",
        "listens-for-nobody",
        """
async def departures_sse(request):
    async def events():
        seen = int(request.headers.get("Last-Event-ID", 0))
        coming = asyncio.create_task(next_report(seen))
        while True:
            done, _ = await asyncio.wait({coming}, timeout=HEARTBEAT)
            if not done:
                yield ": still here\\n\\n"
                continue
            report = coming.result()
            seen = report.number
            coming = asyncio.create_task(next_report(seen))
            data = "".join(f"data: {line}\\n" for line in report.text.splitlines())
            yield f"id: {seen}\\nevent: report\\n{data}\\n"

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    Wrong(
        "departures_sse",
        "clock-around-the-yield",
        """
async def departures_sse(request):
    async def events():
        seen = int(request.headers.get("Last-Event-ID", 0))
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    report = await next_report(seen)
                    seen = report.number
                    data = "".join(f"data: {line}\\n" for line in report.text.splitlines())
                    yield f"id: {seen}\\nevent: report\\n{data}\\n"
            except TimeoutError:
                yield ": still here\\n\\n"

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    # A look each second.
    Wrong(
        "departures_sse",
        "report-late",
        """
async def departures_sse(request):
    async def events():
        seen, silence = int(request.headers.get("Last-Event-ID", 0)), 0
        coming = asyncio.ensure_future(next_report(seen))
        try:
            while True:
                await asyncio.sleep(1)
                silence += 1
                if coming.done():
                    report, silence = coming.result(), 0
                    seen = report.number
                    data = "".join(f"data: {line}\\n" for line in report.text.splitlines())
                    yield f"id: {seen}\\nevent: report\\n{data}\\n"
                    coming = asyncio.ensure_future(next_report(seen))
                elif silence == HEARTBEAT:
                    silence = 0
                    yield ": still here\\n\\n"
        finally:
            coming.cancel()

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    # A drum of its own that beats every 15 s, whatever else was sent.
    Wrong(
        "departures_sse",
        "heartbeat-by-the-clock",
        """
async def departures_sse(request):
    queue = asyncio.Queue()

    async def beat():
        while True:
            await asyncio.sleep(HEARTBEAT)
            queue.put_nowait(": still here\\n\\n")

    async def listen():
        seen = int(request.headers.get("Last-Event-ID", 0))
        while True:
            report = await next_report(seen)
            seen = report.number
            data = "".join(f"data: {line}\\n" for line in report.text.splitlines())
            queue.put_nowait(f"id: {seen}\\nevent: report\\n{data}\\n")

    async def events():
        tasks = [asyncio.create_task(beat()), asyncio.create_task(listen())]
        try:
            while True:
                yield await queue.get()
        finally:
            for task in tasks:
                task.cancel()

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    # One memory for all displays.
    Wrong(
        "departures_sse",
        "report-skipped",
        """
seen = 0

async def departures_sse(request):
    async def events():
        global seen
        seen = max(seen, int(request.headers.get("Last-Event-ID", 0)))
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    report = await next_report(seen)
            except TimeoutError:
                yield ": still here\\n\\n"
                continue
            seen = report.number
            data = "".join(f"data: {line}\\n" for line in report.text.splitlines())
            yield f"id: {report.number}\\nevent: report\\n{data}\\n"

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
]

ANSWERS = [*COUNTDOWN, *DEPARTURES_SSE, *RIGHT_SSE, *MORE]
