"""`asgi_file`: the text of a gateway file, which a real server then imports."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from typing import Any

import nightline.checks.gateways.file_mistakes  # noqa: F401  (registers what it can do wrong)
from nightline.checks.gateways import SET
from nightline.checks.gateways.project import Served, serve_file
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.reading import nodes_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

SERVED = "uvicorn on your file"
GOOD = "A page, made behind ASGI."
SERVERS = {"uvicorn", "daphne", "hypercorn", "waitress", "gunicorn", "asyncio", "server"}


def _run(answer: Any, stage: Stage) -> Served:
    stage.expect_blocking()
    text = stage.call()
    if inspect.iscoroutine(text):
        text.close()
        return Served("", {"coroutine": True})
    return serve_file(text) if isinstance(text, str) and text.strip() else Served(text)


def _imports(evidence: Evidence) -> Finding | None:
    served: Served | None = evidence.result
    if served is None:
        return None
    if "coroutine" in served.told:
        did = "A call of `asgi_file` made a coroutine, a plan."
        return missed(did, "The text of a file, at once.", "file-function-async")
    if not isinstance(served.text, str) or not served.text.strip():
        if served.text is None:
            return missed("You returned `None`.", "The text of a file.", "nothing-returned")
        return missed(f"You returned {shown(served.text)}.", "The text of a file.", "file-not-text")
    told, text = served.told, textwrap.dedent(served.text).lstrip("\n")
    line = told.get("line")
    where = f"Line {line} of your file, `{_line(text, line)}`," if line else "Your file"
    expected = "A file that a server can import."
    if told.get("server"):
        did = f"{where} opened a port, while uvicorn imported the file."
        return missed(did, "A file that only makes `application`.", "server-in-the-file")
    if told.get("program"):
        did = f"{where} started another program, while uvicorn imported the file."
        return missed(did, "A file that only makes `application`.", "server-in-the-file")
    if told.get("endless"):
        key = "server-in-the-file" if _names(text) & SERVERS else "import-without-end"
        return missed("The import of your file did not end.", expected, key)
    if "names" in told:
        found = [name for name in told["names"] if "app" in name.lower() and "get_" not in name]
        if re.search(r"^[ \t]+application\s*=", text, re.MULTILINE):
            did = "When your file was imported, there was no `application`: that line did not run, or "
            did += "it made a name inside a function."
            return missed(did, "An object called `application`.", "application-out-of-reach")
        did = "Your file has no `application`" + (f", but `{found[0]}`." if found else ".")
        return missed(did, "An object called `application`.", "no-application")
    if "error" in told:
        # Without a path of this machine, and without advice on what else to try.
        message = re.sub(r" \([^()]*[/\\][^()]*\)$", "", told["message"]).partition(". ")[0]
        did = f"{where} raised {told['error']}: {message.rstrip('.')}."
        return missed(did, expected, _key(told, text, line))
    if not served.imported:
        return missed("The import of your file ended the server.", expected, "import-failed")
    if re.search(r"^\s*(from|import) async_server\b", text, re.MULTILINE):
        did = "Your file still imports `async_server`, and hides that it is not there."
        return missed(did, "Only imports that are used.", "import-for-nothing")
    return met("uvicorn imported your file.")


def _key(told: dict[str, Any], text: str, line: int | None) -> str:
    error, message = told["error"], told["message"]
    if error in ("SyntaxError", "IndentationError", "TabError"):
        if "{kind}" in text:
            return "placeholder-left"
        return "await-in-the-file" if "'await' outside" in message else "file-not-python"
    if error == "NameError":
        return "name-not-imported"
    if error == "TypeError" and line and "get_asgi_application(" in _line(text, line):
        return "settings-as-argument"
    if error == "ModuleNotFoundError":
        about_settings = _settings_named(text)
        missing = told.get("name") or ""
        if about_settings and missing and (about_settings + ".").startswith(missing + "."):
            return "settings-of-another-name"
        return "module-of-nobody"
    if "settings are not configured" in message or ("settings" in message and "empty" in message):
        return "settings-not-named"
    if "has no attribute" in message and "ettings" in message:
        return "settings-of-nightline"
    if "running event loop" in message:
        return "server-in-the-file"
    return "import-failed"


def _answers(evidence: Evidence) -> Finding | None:
    served: Served | None = evidence.result
    if served is None or not served.imported:
        return None
    kind = served.told["type"]
    if "get_asgi_application() takes" in served.log or "factory detected" in served.log:
        did = f"Your `application` is of the type `{kind}`. uvicorn guessed what is meant, and warned."
        return missed(did, "An application that every server can call.", "factory-not-called")
    if served.status == 200 and served.page == "ASGIRequest":
        return met("The page came, and Django made an `ASGIRequest`.")
    if served.status == 200 and served.page == "WSGIRequest":
        did = "The page came, and Django made a `WSGIRequest` for it."
        return missed(did, GOOD, "wsgi-in-disguise")
    did = f"Your `application` is of the type `{kind}`. "
    did += f"The first page had status {served.status}." if served.status else "No page came."
    if "WSGI" in kind or kind == "StaticFilesHandler":
        return missed(did, GOOD, "application-of-wsgi")
    said = [one for one in served.log.splitlines() if "Error: " in one]
    return missed(did + (f" The server wrote: {said[-1]}" if said else ""), GOOD, "page-broken")


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _names(text: str) -> set[str]:
    return {node.id for node in nodes_of(text) if isinstance(node, ast.Name)}


def _settings_named(text: str) -> str:
    """The settings that the file names; empty if it names none."""
    named = re.search(r"DJANGO_SETTINGS_MODULE[\"'\])\s=,]+[\"']([\w.]+)", text)
    return named[1] if named else ""


ASGI_FILE = Task(
    name="asgi_file",
    set=SET,
    level="core",
    minutes=10,
    trials=(Trial(SERVED, _run, limit=30.0),),
    requirements=(
        Requirement("A server can import the file", _imports),
        Requirement("The site answers behind ASGI", _answers),
    ),
    hints=(
        "Who imports this file, and what does that program look for in it?",
        "Go through the found file line by line. Which lines make the application, and which want "
        "to do the work of a server?",
        "Two lines are enough for Django: one names the settings, one makes the application. In "
        "lesson 13, the two gateway files differ in one word.",
        "Take lesson 13's gateway file, with `asgi` in place of `{kind}` and the settings "
        "`station.settings`. Return it as text.",
    ),
    why=(
        "A gateway file makes one object and does nothing else. Which server calls it, on which "
        "port, and with how many threads is the business of whoever starts the server."
    ),
    reflect="Before you go on, say what must change on the machine so that this file is used.",
)
