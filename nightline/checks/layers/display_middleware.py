"""`display_middleware`: a shorter list of middlewares, and all of its protection."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

from nightline.checks.layers import SET
from nightline.checks.layers.world_mistakes import BOTH
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, prepare, station
from nightline.judging.task import Task
from nightline.judging.trial import Trial

SECTION = "One less, and one less"
GIVEN = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
register(
    Diagnosis(
        "too-many-hops",
        "a list that still costs too much",
        "Each middleware of this list has its hops, on the way in, on the way out, or both. "
        "At least one of them serves what the technician says nobody uses.",
        "Which features does the technician say they do not use? Which names belong to them?",
        "17",
        SECTION,
    ),
    Diagnosis(
        "forged-forms-pass",
        "forms without a token are let in",
        "Another site can now make the browser of a member of staff send a form to this one. The "
        "middleware that compared the tokens is gone.",
        "Print the names in the lesson's hop strip. Which number looks for the token?",
        "17",
        SECTION,
    ),
    Diagnosis(
        "headers-not-sent",
        "a header of protection is missing",
        "The browser protects its user only if the site asks for it in a header. The middleware "
        "that sets this one is gone.",
        "Put the middlewares back one at a time. After which of them is the header there?",
        "17",
        SECTION,
    ),
    Diagnosis(
        "slash-not-added",
        "an old address that leads nowhere",
        "Without the slash at its end, the address is not found. One of the middlewares sends such "
        "visitors to the right address.",
        "One name in the list is rather general, and says nothing of sessions or forms. Which?",
        "17",
        SECTION,
    ),
    Diagnosis(
        "needs-another-middleware",
        "a middleware without the one it needs",
        "Some middlewares use what another one has prepared on the request. The other one is gone, "
        "or stands further down in the list.",
        "Which middleware does the message name? Does the display's site need this one at all?",
        "17",
        SECTION,
    ),
    Diagnosis(
        "middleware-unknown",
        "a name that Django cannot find",
        "Django imports each middleware by its name. There is none of this name. Two texts without "
        "a comma between them are one long text.",
        "Compare the names with those that were given, letter by letter, commas too.",
        "17",
        SECTION,
    ),
    Diagnosis(
        "middleware-not-named",
        "something else than names in the list",
        "The setting `MIDDLEWARE` holds names as text. Django imports them itself when it builds "
        "the site.",
        "What stands in the list that was given, and what stands in yours?",
        "17",
        SECTION,
    ),
    Diagnosis(
        "middleware-no-list",
        "names that are not in a list",
        "Django goes through `MIDDLEWARE` from both ends, and the order counts. A list keeps its "
        "order. A set, a dict, a generator or one long text will not do.",
        "Print `type(display_middleware())`. Which brackets make a list?",
        "17",
        SECTION,
    ),
    Diagnosis(
        "middleware-in-a-coroutine",
        "a coroutine where the list is needed",
        "Who asks for this list calls your function and awaits nothing. A call of an `async def` "
        "function makes a plan.",
        "Is there anything to wait for in your function? Which word can go?",
        "02",
        "Call is not run",
    ),
    Diagnosis(
        "list-changed-in-place",
        "the result of a method that changes the list",
        "`remove`, `sort` and their kind change the list itself, and give back `None`. So you "
        "returned `None`.",
        "Which name still holds the list after that line? Return that.",
    ),
    Diagnosis(
        "middleware-twice",
        "a middleware that is there twice",
        "A name that stands twice in the list makes two layers. Each of them does the same work "
        "again, with the same hops.",
        "Compare the names in your list with each other.",
        "17",
        SECTION,
    ),
    Diagnosis(
        "middleware-added",
        "a middleware that the display's site never had",
        "The technician asked for a shorter list, and here is a new name in it. A plain `def` "
        "middleware does make fewer hops, but a thread then stands by for the whole visit.",
        "Which names of the given list can go? Take only names away.",
        "17",
        BOTH,
    ),
)
know_error("requires session middleware", "needs-another-middleware", sets=SET)
know_error("requires the authentication middleware", "needs-another-middleware", sets=SET)
know_error("has no attribute 'session'", "needs-another-middleware", sets=SET)
know_error("doesn't look like a module path", "middleware-unknown", sets=SET)
know_error("does not define a", "middleware-unknown", sets=SET)
know_error("ModuleNotFoundError", "middleware-unknown", sets=SET)

MOST = 10
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Site:
    """What visitors saw of a site with the list."""

    def __init__(self, names: Any) -> None:
        self.names = names
        self.named = isinstance(names, list | tuple) and all(isinstance(n, str) for n in names)
        self.hops = 0
        self.replies: dict[str, Reply] = {}


async def _display(answer: Any, stage: Stage) -> Site:
    from django.http import JsonResponse
    from django.urls import path

    from nightline.hops.recorder import recording

    async def departures(request: Any) -> Any:
        return JsonResponse({"method": request.method})

    seen = Site(answer())
    if inspect.iscoroutine(seen.names):
        seen.names.close()
    if not seen.named:
        return seen
    async with station(stage, path("display/", departures), middleware=list(seen.names)) as site:
        guest = await site.visitor()
        seen.replies["page"] = await guest.get("/display/")
        with recording() as record:
            await guest.get("/display/")
        seen.hops = record.count
        seen.replies["forged"] = await guest.post("/display/", csrf=False)
        seen.replies["form"] = await guest.post("/display/")
        seen.replies["old"] = await guest.get("/display")
    return seen


def _of_site(judge: Callable[[Site], Finding]) -> Callable[[Evidence], Finding | None]:
    return lambda evidence: judge(evidence.result) if evidence.result.named else None


def _is_a_list(evidence: Evidence) -> Finding:
    site: Site = evidence.result
    if site.named:
        return met(f"You returned {count(len(site.names), 'name')}.")
    did, expected = f"You returned {shown(site.names)}.", "A list of names, each of them a text."
    if site.names is None:
        changed = re.search(r"return .*\.(remove|sort|reverse|append|extend)\(", evidence.source)
        return missed(did, expected, "list-changed-in-place" if changed else "nothing-returned")
    if inspect.iscoroutine(site.names):
        return missed("Calling your function made a plan.", expected, "middleware-in-a-coroutine")
    if not isinstance(site.names, list | tuple):
        did = f"You returned an object of the type `{type(site.names).__name__}`."
        return missed(did, expected, "middleware-no-list")
    return missed(did, expected, "middleware-not-named")


def _forms(site: Site) -> Finding:
    forged, form = site.replies["forged"], site.replies["form"]
    if forged.status != 403:
        did = f"A form without a token got status {forged.status}."
        return missed(did, "Status 403: it is refused.", "forged-forms-pass")
    if form.status != 200:
        did = f"A form with its token got status {form.status}."
        return missed(did, "Status 200.", "forged-forms-pass")
    return met("A form without a token was refused.")


def _headers(site: Site) -> Finding:
    got = site.replies["page"].headers
    for name, value in HEADERS.items():
        if got.get(name) != value:
            did = f"A page came without the header `{name}`."
            return missed(did, f"`{name}: {value}`, as before.", "headers-not-sent")
    return met("All headers that protect the browser were sent.")


def _slash(site: Site) -> Finding:
    old = site.replies["old"]
    target = str(old.headers.get("Location", ""))
    if old.status in (301, 308) and re.search(r"/display/$", target):
        return met("The old address leads to the page.")
    did = f"The address `/display` got status {old.status}."
    return missed(did, "It leads to `/display/`.", "slash-not-added")


def _only_given(site: Site) -> Finding:
    if new := [name for name in site.names if name not in GIVEN]:
        did = f"The name {shown(new[0])} was not in the list."
        return missed(did, "Names of the given list.", "middleware-added")
    if twice := [name for name in site.names if site.names.count(name) > 1]:
        did = f"The name {shown(twice[0])} is there twice."
        return missed(did, "Each name once.", "middleware-twice")
    return met("All names are of the given list, each once.")


def _hops(site: Site) -> Finding:
    if site.hops > MOST:
        did = (
            f"One page made {count(site.hops, 'hop')}, with {count(len(site.names), 'middleware')}."
        )
        return missed(did, f"At most {count(MOST, 'hop')}.", "too-many-hops")
    return met(f"One page made {count(site.hops, 'hop')}.")


DISPLAY_MIDDLEWARE = Task(
    name="display_middleware",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial("the display's site", _display, prepare=prepare),),
    requirements=(
        Requirement("Returns the names of middlewares", _is_a_list),
        Requirement("Forms without a token are refused", _of_site(_forms)),
        Requirement("The headers that protect the browser are sent", _of_site(_headers)),
        Requirement("The address without a slash leads to the page", _of_site(_slash)),
        Requirement("Nothing is added", _of_site(_only_given)),
        Requirement(f"One page makes at most {MOST} hops", _of_site(_hops)),
    ),
    hints=(
        "For each name in the list, ask: what would a visitor of the display miss without it?",
        "Sessions, the sign-in, messages and compressing are four names. Two of the others send "
        "headers, one looks for the token, and one leads an old address on.",
        "Keep four: the one for security, the common one, the one for tokens, the one for frames.",
    ),
    why=(
        "A middleware costs its hops on every page, also where nobody uses what it prepares. Four "
        "of these prepare or pack what the display's site does not have. The other four protect "
        "the visitor, or lead an old address on."
    ),
    reflect="Before you go on, say which middleware of your own site no page needs.",
)
