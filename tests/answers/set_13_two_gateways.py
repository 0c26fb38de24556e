"""Answers to set 13."""

from tests.answers import Right, Wrong
from tests.answers.found_13_two_gateways import FOUND

READ_BODY = [
    Wrong(
        "read_body",
        "one-piece-only",
        """
async def read_body(receive):
    message = await receive()
    return message.get("body", b"")
""",
    ),
    Wrong(
        "read_body",
        "one-piece-only",
        """
async def read_body(receive):
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        body = message.get("body", b"")
        more = message.get("more_body", False)
    return body
""",
    ),
    Wrong(
        "read_body",
        "piece-without-key",
        """
async def read_body(receive):
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        body += message["body"]
        more = message["more_body"]
    return body
""",
    ),
    Wrong(
        "read_body",
        "missing-more-body",
        """
async def read_body(receive):
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        body += message.get("body", b"")
        more = message.get("more_body", True)
    return body
""",
    ),
    Wrong(
        "read_body",
        "left-unnoticed",
        """
async def read_body(receive):
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body
""",
    ),
    Wrong(
        "read_body",
        "left-unnoticed",
        """
async def read_body(receive):
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            continue
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body
""",
    ),
    Wrong(
        "read_body",
        "read-past-the-end",
        """
async def read_body(receive):
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += message.get("body", b"")
""",
    ),
    Wrong(
        "read_body",
        "read-past-the-end",
        """
async def read_body(receive):
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        if not message.get("body") and not message.get("more_body"):
            return body
        body += message.get("body", b"")
""",
    ),
    Wrong(
        "read_body",
        "stopped-at-an-empty-piece",
        """
async def read_body(receive):
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        if message.get("body") == b"":
            return body
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body
""",
    ),
    Wrong(
        "read_body",
        "photograph-as-text",
        """
async def read_body(receive):
    body, more = "", True
    while more:
        message = await receive()
        body += message.get("body", b"").decode()
        more = message.get("more_body", False)
    return body
""",
    ),
    Wrong(
        "read_body",
        "photograph-as-text",
        """
async def read_body(receive):
    body, more = "", True
    while more:
        message = await receive()
        body += message.get("body", b"").decode("latin-1")
        more = message.get("more_body", False)
    return body
""",
    ),
    Wrong(
        "read_body",
        "pieces-not-joined",
        """
async def read_body(receive):
    pieces, more = [], True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return pieces
""",
    ),
    Wrong(
        "read_body",
        "shared-between-uploads",
        """
pieces = []

async def read_body(receive):
    pieces.clear()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(pieces)
""",
    ),
    Wrong(
        "read_body",
        "coroutine-as-value",
        """
async def read_body(receive):
    body, more = b"", True
    while more:
        message = receive()
        body += message["body"]
        more = message["more_body"]
    return body
""",
    ),
    Wrong(
        "read_body",
        "shared-between-uploads",
        """
async def read_body(receive, pieces=[]):
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(pieces)
""",
    ),
    Wrong(
        "read_body",
        "refused-a-visitor",
        """
async def read_body(receive):
    body, more = b"", True
    try:
        while more:
            message = await receive()
            body += message["body"]
            more = message["more_body"]
    except KeyError:
        raise ConnectionError("left")
    return body
""",
    ),
    Wrong(
        "read_body",
        "pieces-in-other-order",
        """
async def read_body(receive):
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
        body = message.get("body", b"") + body
        more = message.get("more_body", False)
    return body
""",
    ),
    Right(
        "read_body",
        """
async def read_body(receive):
    pieces = []
    while True:
        message = await receive()
        match message:
            case {"type": "http.request"}:
                pieces.append(message.get("body", b""))
                if not message.get("more_body", False):
                    return b"".join(pieces)
            case _:
                raise ConnectionResetError("the visitor left")
""",
    ),
    Right(
        "read_body",
        """
async def read_body(receive):
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ConnectionAbortedError
    body = message.get("body") or b""
    return body + await read_body(receive) if message.get("more_body") else body
""",
    ),
    Right(
        "read_body",
        """
async def pieces_of(receive):
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError("the visitor left")
        yield message.get("body", b"")
        more = message.get("more_body", False)

async def read_body(receive):
    whole = bytearray()
    async for piece in pieces_of(receive):
        whole.extend(piece)
    return bytes(whole)
""",
    ),
]

REFUSE = """
    if scope["type"] != "http":
        raise ValueError(f"cannot handle {scope['type']}")
"""
ANSWER = """
async def answer(send, status, text):
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
"""
FIND = """
    status, text = 404, "No such page."
    if scope["path"].startswith("/next/"):
        try:
            text = await next_train(scope["path"].removeprefix("/next/"))
            status = 200
        except LookupError:
            pass
"""
HEADERS = '    headers = [(b"content-type", b"text/plain; charset=utf-8")]\n'


def board(*parts: str) -> str:
    """An answer with these parts as its body."""
    return "\nasync def board_app(scope, receive, send):\n" + "\n".join(
        p.strip("\n") for p in parts
    )


BOARD_APP = [
    Wrong(
        "board_app",
        "wsgi-arguments",
        """
def board_app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Jura"]
""",
    ),
    Wrong("board_app", "answer-returned", board(REFUSE, FIND, "    return status, text")),
    Wrong(
        "board_app",
        "status-too-early",
        board(
            REFUSE,
            """
    ok = scope["path"].startswith("/next/")
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 200 if ok else 404, "headers": headers})
    text = "No such page."
    if ok:
        text = await next_train(scope["path"].removeprefix("/next/"))
    await send({"type": "http.response.body", "body": text.encode()})
""",
        ),
    ),
    Wrong(
        "board_app",
        "started-twice",
        board(
            REFUSE,
            """
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    try:
        if not scope["path"].startswith("/next/"):
            raise LookupError
        text = await next_train(scope["path"].removeprefix("/next/"))
    except LookupError:
        await send({"type": "http.response.start", "status": 404, "headers": headers})
        text = "No such page."
    await send({"type": "http.response.body", "body": text.encode()})
""",
        ),
    ),
    Wrong(
        "board_app",
        "unknown-station-raised",
        ANSWER
        + board(
            REFUSE,
            """
    if not scope["path"].startswith("/next/"):
        await answer(send, 404, "No such page.")
        return
    await answer(send, 200, await next_train(scope["path"].removeprefix("/next/")))
""",
        ),
    ),
    Wrong(
        "board_app",
        "type-not-looked-at",
        ANSWER + board(FIND, "    await answer(send, status, text)"),
    ),
    Wrong(
        "board_app",
        "type-not-looked-at",
        ANSWER
        + board(
            """
    if scope["type"] != "http":
        await answer(send, 404, "No such page.")
        return
""",
            FIND,
            "    await answer(send, status, text)",
        ),
    ),
    Wrong(
        "board_app",
        "refused-in-silence",
        ANSWER
        + board(
            """
    if scope["type"] != "http":
        return
""",
            FIND,
            "    await answer(send, status, text)",
        ),
    ),
    Wrong(
        "board_app",
        "body-before-start",
        board(
            REFUSE,
            FIND,
            HEADERS,
            """
    await send({"type": "http.response.body", "body": text.encode()})
    await send({"type": "http.response.start", "status": status, "headers": headers})
""",
        ),
    ),
    Wrong(
        "board_app",
        "not-in-bytes",
        board(
            REFUSE,
            FIND,
            HEADERS,
            """
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
""",
        ),
    ),
    Wrong(
        "board_app",
        "not-in-bytes",
        board(
            REFUSE,
            FIND,
            """
    headers = [("content-type", "text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
""",
        ),
    ),
    Wrong(
        "board_app",
        "headers-not-pairs",
        board(
            REFUSE,
            FIND,
            """
    headers = {b"content-type": b"text/plain; charset=utf-8"}
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
""",
        ),
    ),
    Wrong(
        "board_app",
        "status-not-a-number",
        board(
            REFUSE,
            FIND,
            HEADERS,
            """
    await send({"type": "http.response.start", "status": f"{status} OK", "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
""",
        ),
    ),
    Wrong(
        "board_app",
        "unknown-message",
        board(
            REFUSE,
            FIND,
            HEADERS,
            '    await send({"type": "http.response", "status": status, "body": text.encode()})',
        ),
    ),
    Wrong(
        "board_app",
        "no-content-message",
        board(
            REFUSE,
            FIND,
            HEADERS,
            """
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if not status:
        await send({"type": "http.response.body", "body": text.encode()})
""",
        ),
    ),
    Wrong(
        "board_app",
        "never-finished",
        board(
            REFUSE,
            FIND,
            HEADERS,
            """
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
""",
        ),
    ),
    Wrong(
        "board_app",
        "never-awaited",
        board(
            REFUSE,
            FIND,
            HEADERS,
            """
    send({"type": "http.response.start", "status": status, "headers": headers})
    send({"type": "http.response.body", "body": text.encode()})
""",
        ),
    ),
    Wrong(
        "board_app",
        "text-not-in-utf8",
        board(
            REFUSE,
            FIND,
            HEADERS,
            """
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode("latin-1")})
""",
        ),
    ),
    Wrong(
        "board_app",
        "text-not-in-utf8",
        board(
            REFUSE,
            FIND,
            HEADERS,
            """
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode("ascii")})
""",
        ),
    ),
    Wrong(
        "board_app",
        "content-type-missing",
        board(
            REFUSE,
            FIND,
            """
    await send({"type": "http.response.start", "status": status})
    await send({"type": "http.response.body", "body": text.encode()})
""",
        ),
    ),
    Wrong(
        "board_app",
        "screens-in-a-row",
        ANSWER
        + """
lock = asyncio.Lock()

async def board_app(scope, receive, send):
    if scope["type"] != "http":
        raise ValueError("cannot")
    async with lock:
        status, text = 404, "No such page."
        if scope["path"].startswith("/next/"):
            try:
                text = await next_train(scope["path"].removeprefix("/next/"))
                status = 200
            except LookupError:
                pass
    await answer(send, status, text)
""",
    ),
    Wrong(
        "board_app",
        "asked-for-no-page",
        ANSWER
        + board(
            REFUSE,
            """
    try:
        text = await next_train(scope["path"].rpartition("/")[2])
    except LookupError:
        await answer(send, 404, "No such page.")
    else:
        await answer(send, 200, text)
""",
        ),
    ),
    Wrong(
        "board_app",
        "status-of-another-case",
        ANSWER
        + board(
            REFUSE,
            """
    try:
        text = await next_train(scope["path"].removeprefix("/next/"))
    except LookupError:
        text = "No such page."
    await answer(send, 200, text)
""",
        ),
    ),
    Wrong(
        "board_app",
        "text-of-another-station",
        ANSWER
        + """
train = ""

async def board_app(scope, receive, send):
    global train, station
    if scope["type"] != "http":
        raise ValueError("cannot")
    if not scope["path"].startswith("/next/"):
        await answer(send, 404, "No such page.")
        return
    station = scope["path"].removeprefix("/next/")
    await asyncio.sleep(0)
    try:
        train = await next_train(station)
    except LookupError:
        await answer(send, 404, "No such page.")
        return
    await answer(send, 200, train)
""",
    ),
    Right(
        "board_app",
        ANSWER
        + """
class Board:
    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            raise ValueError(scope["type"])
        page, station = scope["path"][:6], scope["path"][6:]
        try:
            text = await next_train(station) if page == "/next/" else None
        except LookupError:
            text = None
        await answer(send, 404 if text is None else 200, text or "")

board_app = Board()
""",
    ),
    Right("board_app", ANSWER + board(REFUSE, FIND, "    await answer(send, status, text)")),
    Right(
        "board_app",
        ANSWER
        + """
async def board_app(scope, receive, send):
    assert scope["type"] == "http"
    match scope["path"].split("/"):
        case ["", "next", station]:
            try:
                await answer(send, 200, await next_train(station))
            except LookupError as error:
                await answer(send, 404, str(error))
        case _:
            await answer(send, 404, "")
""",
    ),
    Right(
        "board_app",
        """
from django.http import HttpResponse
import re

PAGE = re.compile("/next/([^/]+)$")

async def board_app(scope, receive, send):
    if scope["type"] != "http":
        raise NotImplementedError(scope["type"])
    page, status, body = PAGE.match(scope["path"]), 404, b""
    while (await receive()).get("more_body"):
        pass
    if page:
        try:
            body, status = (await next_train(page[1])).encode("utf-8"), 200
        except LookupError:
            status = 404
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                [b"Content-Type", b"text/plain;charset=UTF-8"],
                [b"content-length", str(len(body)).encode()],
            ],
        }
    )
    await send({"type": "http.response.body", "body": body[:5], "more_body": True})
    await send({"type": "http.response.body", "body": body[5:]})
""",
    ),
]


def file(text: str) -> str:
    """An answer that returns this text."""
    return f"\ndef asgi_file():\n    return '''{text}'''\n"


ASGI_FILE = [
    Wrong(
        "asgi_file",
        "module-of-nobody",
        file("""
import os
from async_server import run_async
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = get_asgi_application()
run_async(application, port=8000)
"""),
    ),
    Wrong(
        "asgi_file",
        "server-in-the-file",
        file("""
import os
import uvicorn
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = get_asgi_application()
uvicorn.run(application, port=0, log_level="critical")
"""),
    ),
    Wrong(
        "asgi_file",
        "application-of-wsgi",
        file("""
import os
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = get_wsgi_application()
"""),
    ),
    Wrong(
        "asgi_file",
        "wsgi-in-disguise",
        file("""
import os
from asgiref.wsgi import WsgiToAsgi
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = WsgiToAsgi(get_wsgi_application())
"""),
    ),
    Wrong(
        "asgi_file",
        "no-application",
        file("""
import os
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
app = get_asgi_application()
"""),
    ),
    Wrong(
        "asgi_file",
        "factory-not-called",
        file("""
import os
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = get_asgi_application
"""),
    ),
    Wrong(
        "asgi_file",
        "settings-not-named",
        file("""
from django.core.asgi import get_asgi_application

application = get_asgi_application()
"""),
    ),
    Wrong(
        "asgi_file",
        "settings-not-named",
        file("""
import os
from django.core.asgi import get_asgi_application

application = get_asgi_application()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
"""),
    ),
    Wrong(
        "asgi_file",
        "settings-of-another-name",
        file("""
import os
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stations.settings")
application = get_asgi_application()
"""),
    ),
    Wrong(
        "asgi_file",
        "settings-of-another-name",
        file("""
import os
from django.core.asgi import get_asgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "station.settings.py"
application = get_asgi_application()
"""),
    ),
    Wrong(
        "asgi_file",
        "settings-of-nightline",
        file("""
import os
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = get_asgi_application()
if settings.ASYNC_MODE:
    print("asynchronous")
"""),
    ),
    Wrong(
        "asgi_file",
        "server-in-the-file",
        file("""
import os, threading, uvicorn
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = get_asgi_application()
options = {"port": 0, "log_level": "critical"}
threading.Thread(target=uvicorn.run, args=[application], kwargs=options).start()
"""),
    ),
    Wrong(
        "asgi_file",
        "settings-not-named",
        file("""
import os
from station.models import Platform
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = get_asgi_application()
"""),
    ),
    Wrong(
        "asgi_file",
        "import-failed",
        file("""
import os
from django.core.asgi import get_asgi_aplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
application = get_asgi_aplication()
"""),
    ),
    Wrong("asgi_file", "file-not-python", file("import os\napplication = (")),
    Wrong(
        "asgi_file",
        "file-not-text",
        """
import os
from django.core.asgi import get_asgi_application

def asgi_file():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minisite.settings")
    return get_asgi_application
""",
    ),
    Wrong("asgi_file", "nothing-returned", "\ndef asgi_file():\n    print('import os')\n"),
    Wrong(
        "asgi_file",
        "page-broken",
        file("""
import os
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
django = get_asgi_application()

async def application(scope, receive, send):
    return django(scope, receive, send)
"""),
    ),
    Right(
        "asgi_file",
        file("""
import os
import django

os.environ["DJANGO_SETTINGS_MODULE"] = "station.settings"
django.setup()

from django.core.handlers.asgi import ASGIHandler

application = ASGIHandler()
"""),
    ),
    Right(
        "asgi_file",
        file("""
import os
import uvicorn
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")
pages = get_asgi_application()

async def application(scope, receive, send):
    await pages(scope, receive, send)

if __name__ == "__main__":
    uvicorn.run(application)
"""),
    ),
    Right(
        "asgi_file",
        '''
LINES = [
    "import os",
    "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'station.settings')",
    "from django.core.asgi import get_asgi_application",
    "print('a gateway')",
    "application = get_asgi_application()",
]

def asgi_file():
    """One line after another."""
    return chr(10).join(LINES)
''',
    ),
]

OTHERS = """
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
"""


def life(*parts: str, others: str = OTHERS) -> str:
    """An answer whose inner function has these lines."""
    lines = "\n".join(line for part in (others, *parts) for line in part.strip("\n").splitlines())
    return (
        "\ndef with_lifespan(app, start, stop):\n"
        f"    async def wrapped(scope, receive, send):\n{lines}\n\n    return wrapped\n"
    )


STARTS = """
        await receive()
        try:
            await start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
"""
STOPS = """
        await receive()
        await stop()
        await send({"type": "lifespan.shutdown.complete"})
"""

WITH_LIFESPAN = [
    Wrong(
        "with_lifespan",
        "start-failed-unsaid",
        life(
            """
        await receive()
        await start()
        await send({"type": "lifespan.startup.complete"})
""",
            STOPS,
        ),
    ),
    Wrong(
        "with_lifespan",
        "start-failed-ready",
        life(
            """
        await receive()
        try:
            await start()
        except Exception:
            pass
        await send({"type": "lifespan.startup.complete"})
""",
            STOPS,
        ),
    ),
    Wrong(
        "with_lifespan",
        "start-failed-ready",
        life(
            """
        await receive()
        try:
            await start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
        await send({"type": "lifespan.startup.complete"})
""",
            STOPS,
        ),
    ),
    Wrong(
        "with_lifespan",
        "reason-missing",
        life(
            """
        await receive()
        try:
            await start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed"})
            return
        await send({"type": "lifespan.startup.complete"})
""",
            STOPS,
        ),
    ),
    Wrong(
        "with_lifespan",
        "complete-too-early",
        life(
            """
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await start()
""",
            STOPS,
        ),
    ),
    Wrong(
        "with_lifespan",
        "complete-too-early",
        life(
            """
        await receive()
        asyncio.create_task(start())
        await send({"type": "lifespan.startup.complete"})
""",
            STOPS,
        ),
    ),
    Wrong(
        "with_lifespan",
        "stopped-at-once",
        life(
            STARTS,
            """
        await stop()
        await send({"type": "lifespan.shutdown.complete"})
""",
        ),
    ),
    Wrong("with_lifespan", "never-stopped", life(STARTS)),
    Wrong(
        "with_lifespan",
        "server-left-waiting",
        life(STARTS, "        await receive()\n        await stop()"),
    ),
    Wrong(
        "with_lifespan",
        "server-left-waiting",
        life("        await receive()\n        await start()", STOPS),
    ),
    Wrong(
        "with_lifespan",
        "lifespan-handed-on",
        life(STARTS, STOPS, others="        await app(scope, receive, send)"),
    ),
    Wrong(
        "with_lifespan",
        "start-not-once",
        """
def with_lifespan(app, start, stop):
    async def wrapped(scope, receive, send):
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await start()
        try:
            await app(scope, receive, send)
        finally:
            await stop()
    return wrapped
""",
    ),
    Wrong(
        "with_lifespan",
        "visitor-not-handed-on",
        life(STARTS, STOPS, others='        if scope["type"] != "lifespan":\n            return'),
    ),
    Wrong(
        "with_lifespan",
        "visitor-not-handed-on",
        life(
            STARTS,
            STOPS,
            others="""
        if scope["type"] == "http":
            await app(scope, receive, send)
            return
        if scope["type"] != "lifespan":
            return
""",
        ),
    ),
    Wrong(
        "with_lifespan",
        "not-an-application",
        """
async def with_lifespan(app, start, stop):
    await start()
    async def wrapped(scope, receive, send):
        await app(scope, receive, send)
    return wrapped
""",
    ),
    Wrong(
        "with_lifespan",
        "never-awaited",
        life(
            """
        await receive()
        start()
        await send({"type": "lifespan.startup.complete"})
""",
            STOPS,
        ),
    ),
    Wrong(
        "with_lifespan",
        "no-lifespan-message",
        life(
            """
        await receive()
        try:
            await start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send("lifespan.startup.complete")
""",
            STOPS,
        ),
    ),
    Wrong(
        "with_lifespan",
        "never-stopped",
        """
def with_lifespan(app, start, stop):
    async def wrapped(scope, receive, send):
        if scope["type"] != "lifespan":
            return await app(scope, receive, send)
        message = await receive()
        if message["type"] == "lifespan.startup":
            await start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await stop()
            await send({"type": "lifespan.shutdown.complete"})

    return wrapped
""",
    ),
    Right(
        "with_lifespan",
        """
def with_lifespan(app, start, stop):
    async def wrapped(scope, receive, send):
        while scope["type"] == "lifespan":
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await start()
                    await send({"type": "lifespan.startup.complete"})
                except Exception as error:
                    await send({"type": "lifespan.startup.failed", "message": repr(error)})
            else:
                await stop()
                await send({"type": "lifespan.shutdown.complete"})
        await app(scope, receive, send)

    return wrapped
""",
    ),
    Right(
        "with_lifespan",
        """
class Wrapper:
    def __init__(self, app, start, stop):
        self.app, self.start, self.stop = app, start, stop

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        else:
            await self.app(scope, receive, send)

    async def live(self, receive, send):
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except Exception as error:
                    text = f"{type(error).__name__}: {error}"
                    await send({"type": "lifespan.startup.failed", "message": text})
                    return
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

def with_lifespan(app, start, stop):
    return Wrapper(app, start, stop)
""",
    ),
    Right(
        "with_lifespan",
        """
import functools

async def both(app, start, stop, scope, receive, send):
    if scope["type"] != "lifespan":
        return await app(scope, receive, send)
    assert (await receive())["type"] == "lifespan.startup"
    try:
        await start()
    except Exception as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        raise
    await send({"type": "lifespan.startup.complete"})
    try:
        assert (await receive())["type"] == "lifespan.shutdown"
    finally:
        await stop()
    await send({"type": "lifespan.shutdown.complete"})

def with_lifespan(app, start, stop):
    return functools.partial(both, app, start, stop)
""",
    ),
]


ANSWERS = [*READ_BODY, *BOARD_APP, *ASGI_FILE, *WITH_LIFESPAN, *FOUND]
