"""Answers to set 13 that its second reader found, and what must still pass beside them."""

from tests.answers import Right, Wrong
from tests.answers.found_13_lifespan import FOUND_LIFESPAN

LEFT = """        if message["type"] == "http.disconnect":
            raise ConnectionError("left")
"""


def body(
    *, waits: str = "await receive()", left: str = LEFT, ends: str = "", head: str = "async "
) -> str:
    """A reader of pieces with these parts."""
    return f"""{head}def read_body(receive):
    body, more = b"", True
    while more:
        message = {waits}
{left}        body += message.get("body", b"")
        more = message.get("more_body", False)
{ends}    return body
"""


def when_left(line: str) -> str:
    """What a reader does when the visitor leaves."""
    return f'        if message["type"] == "http.disconnect":\n            {line}\n'


READ_BODY = [
    Wrong("read_body", "error-returned", body(left=when_left("return ConnectionError('left')"))),
    Wrong("read_body", "another-error-class", body(left=when_left("raise RuntimeError('left')"))),
    Wrong("read_body", "left-unnoticed", body(left="")),
    Wrong(
        "read_body",
        "stopped-at-an-empty-piece",
        body(ends="        if not message.get('body'):\n            break\n"),
    ),
    Wrong("read_body", "plain-def-cannot-wait", body(waits="receive()", head="")),
    Wrong("read_body", "photograph-as-text", body(ends="    return body.decode()\n")),
    Wrong(
        "read_body",
        "gave-up-on-a-visitor",
        """
async def read_body(receive):
    body, more = b"", True
    while more:
        try:
            message = await asyncio.wait_for(receive(), 1)
        except TimeoutError:
            raise ConnectionError("left") from None
"""
        + LEFT
        + """        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body
""",
    ),
    Wrong(
        "read_body",
        "swallowed-cancel",
        """
async def read_body(receive):
    body, more = b"", True
    while more:
        try:
            message = await receive()
        except asyncio.CancelledError:
            return body
"""
        + LEFT
        + """        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body
""",
    ),
    Right("read_body", body(left=when_left("raise BrokenPipeError('left')"))),
    Right(
        "read_body",
        """
async def read_body(receive):
    body, more = b"", True
    try:
        while more:
            match await receive():
                case {"type": "http.disconnect"}:
                    raise ConnectionError
                case message:
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
    except asyncio.CancelledError:
        print("cancelled")
        raise
    return body
""",
    ),
]

ANSWER = """
async def answer(send, status, text):
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
"""


def board(lines: str, before: str = ANSWER) -> str:
    """An application whose lines for HTTP are these."""
    return f"""{before}
async def board_app(scope, receive, send):
    if scope["type"] != "http":
        raise ValueError(scope["type"])
    path = scope["path"]
{lines.strip(chr(10))}
"""


def asks(
    station: str, *, page: str = 'path.startswith("/next/")', error: str = "LookupError"
) -> str:
    """The usual lines, with this station, condition and `except`."""
    return f"""
    if not {page}:
        return await answer(send, 404, "No such page.")
    try:
        text = await next_train({station})
    except{" " * bool(error)}{error}:
        return await answer(send, 404, "No such page.")
    await answer(send, 200, text)
"""


AFTER = 'path.removeprefix("/next/")'
BOARD_APP = [
    Wrong("board_app", "answer-of-the-lesson", board(asks(AFTER), before="")),
    Wrong("board_app", "every-error-is-404", board(asks(AFTER, error="Exception"))),
    Wrong("board_app", "every-error-is-404", board(asks(AFTER, error=""))),
    Wrong("board_app", "strip-takes-letters", board(asks('path.lstrip("/next/")'))),
    Wrong("board_app", "station-not-from-the-path", board(asks('"Vienna"'))),
    Wrong(
        "board_app",
        "asked-for-no-page",
        board(asks("path[6:]", page='path.startswith("/next")')),
    ),
    Wrong(
        "board_app",
        "asked-for-no-page",
        board(asks('path.split("/")[2]')),
    ),
    Wrong(
        "board_app",
        "broke-on-an-address",
        board(asks(AFTER, page='path.split("/")[2] and path.startswith("/next/")')),
    ),
    Wrong(
        "board_app",
        "broke-on-an-address",
        board("    _, page, station = path.split('/')\n" + asks("station", page="page == 'next'")),
    ),
    Wrong(
        "board_app",
        "no-train-asked",
        board('    await answer(send, 200, f"You asked for {path}")'),
    ),
    Wrong(
        "board_app",
        "train-kept-too-long",
        board(
            """
    if not path.startswith("/next/"):
        return await answer(send, 404, "")
    if path not in trains:
        try:
            trains[path] = await next_train(path.removeprefix("/next/"))
        except LookupError:
            return await answer(send, 404, "")
    await answer(send, 200, trains[path])
""",
            before=ANSWER + "\ntrains = {}\n",
        ),
    ),
    Wrong(
        "board_app",
        "read-past-the-end",
        board(
            "    while (await receive())['type'] != 'http.disconnect':\n        pass\n"
            + asks(AFTER)
        ),
    ),
    Right(
        "board_app",
        board(
            asks(AFTER) + "    while (await receive())['type'] != 'http.disconnect':\n        pass"
        ),
    ),
    Right(
        "board_app",
        board(
            """
    head, slash, station = path.partition("/next/")
    if head or not slash:
        return await answer(send, 404, "")
    try:
        await answer(send, 200, await next_train(station))
    except LookupError:
        await answer(send, 404, "")
    except Exception:
        await answer(send, 503, "The railway does not answer.")
"""
        ),
    ),
]

SETTINGS = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "station.settings")'
GET = "from django.core.asgi import get_asgi_application"
MAKE = "application = get_asgi_application()"


def file(*lines: str) -> str:
    """An answer that returns these lines as text."""
    return "def asgi_file():\n    return '''" + "\n".join(lines) + "\n'''\n"


ASGI_FILE = [
    Wrong(
        "asgi_file",
        "server-in-the-file",
        file(
            "import os, subprocess, sys",
            GET,
            SETTINGS,
            'subprocess.Popen([sys.executable, "-m", "http.server", "0"])',
            MAKE,
        ),
    ),
    Wrong(
        "asgi_file",
        "import-for-nothing",
        file(
            "import os",
            "try:",
            "    from async_server import run_async",
            "except ImportError:",
            "    pass",
            GET,
            SETTINGS,
            MAKE,
        ),
    ),
    Wrong("asgi_file", "name-not-imported", file(GET, SETTINGS, MAKE)),
    Wrong(
        "asgi_file",
        "settings-as-argument",
        file(GET, 'application = get_asgi_application("station.settings")'),
    ),
    Wrong(
        "asgi_file",
        "await-in-the-file",
        file("import os", GET, SETTINGS, "application = await get_asgi_application()"),
    ),
    Wrong(
        "asgi_file",
        "placeholder-left",
        file(
            "import os",
            "from django.core.{kind} import get_{kind}_application",
            SETTINGS,
            "application = get_{kind}_application()",
        ),
    ),
    Wrong(
        "asgi_file",
        "application-out-of-reach",
        file("import os", GET, SETTINGS, 'if __name__ == "__main__":', f"    {MAKE}"),
    ),
    Wrong(
        "asgi_file",
        "application-out-of-reach",
        file("import os", GET, SETTINGS, "def make():", f"    {MAKE}", "make()"),
    ),
    Wrong("asgi_file", "file-function-async", "async " + file("import os", GET, SETTINGS, MAKE)),
    Wrong(
        "asgi_file",
        "file-run-here",
        "def asgi_file():\n    import async_server\n    return async_server\n",
    ),
    Wrong(
        "asgi_file",
        "import-without-end",
        file("import os, time", GET, SETTINGS, MAKE, "while True:", "    time.sleep(1)"),
    ),
    Right(
        "asgi_file",
        file(
            "import os, platform, subprocess",
            GET,
            SETTINGS,
            "print(platform.python_version())",
            MAKE,
        ),
    ),
]

FOUND = [*READ_BODY, *BOARD_APP, *ASGI_FILE, *FOUND_LIFESPAN]
