"""`display_middleware`: a shorter list of middlewares, and all of its protection."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nightline.checks.layers import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, prepare, station
from nightline.judging.task import Task
from nightline.judging.trial import Trial

SECTION = "One less, and one less"
register(
    Diagnosis(
        "too-many-hops",
        "a list that still costs too much",
        "Each middleware of this list has its hops, on the way in, on the way out, or both. "
        "Something in it serves pages that the display's site does not have.",
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
    if site.names is None:
        return missed("You returned `None`.", "A list of names.", "nothing-returned")
    did = f"You returned {shown(site.names)}."
    return missed(did, "A list of names, each of them a text.", "middleware-not-named")


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
        Requirement(f"One page makes at most {MOST} hops", _of_site(_hops)),
    ),
    hints=(
        "For each name in the list, ask: what would a visitor of the display miss without it?",
        "Sessions, the sign-in, messages and compressing are four names. What each of the others "
        "does, the lesson's list of *protection* says.",
        "Keep four: the one for security, the common one, the one for tokens, the one for frames.",
    ),
    why=(
        "A middleware costs its hops on every page, also where nobody uses what it prepares. Four "
        "of these prepare or pack what the display's site does not have. The other four protect "
        "the visitor, or lead an old address on."
    ),
    reflect="Before you go on, say which middleware of your own site no page needs.",
)
