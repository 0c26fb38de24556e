"""`sign_in`: a form that signs in, keeps the basket, and tells nobody which names exist."""

from __future__ import annotations

from typing import Any

from nightline.checks.passengers import SET, sign_in_mistakes  # noqa: F401  (registers)
from nightline.checks.passengers.visitors import (
    ADDRESS,
    NOTHING_REFUSED,
    Seen,
    of_visits,
    quick_passwords,
    session_of,
    visits,
)
from nightline.checks.views.reading import uses
from nightline.judging.database import Watch
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, Visitor, in_thread, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.visits import IS_ASYNC

RIGHT = "the right password"
WRONG = "passwords that do not fit"
INCOMPLETE = "what is no complete form"
GET = "a visit with GET"
PUT = "a request with PUT"
MIXED = "a form without a password, and a password in the address"
NAME, PASSWORD, INACTIVE = "Edith", "couchette-7", "otto"
BERTHS = [31, 7, 12]
CLOSED = "an account that was closed"
REJECTED = {
    "a wrong password": {"name": NAME, "password": "couchette-8"},
    "a name that nobody has": {"name": "ingrid", "password": PASSWORD},
    CLOSED: {"name": INACTIVE, "password": PASSWORD},
}
GAPS: dict[str, dict[str, str]] = {
    "an empty form": {},
    "a form without a password": {"name": NAME},
    "a form with an empty name": {"name": "", "password": PASSWORD},
}


CHECKS = ("aauthenticate", "authenticate", "acheck_password", "check_password")
CHANGES = ("lower", "upper", "casefold", "title", "capitalize")
HASHER = "nightline.checks.passengers.standins.CountingHasher"


def _accounts() -> None:
    from django.contrib.auth.models import User

    User.objects.create_user(NAME, password=PASSWORD)
    User.objects.create_user(INACTIVE, password=PASSWORD, is_active=False)


async def _who(visitor: Visitor) -> str:
    """Whose browser it is now, as the site's own page says; who has no session is nobody."""
    if "sessionid" not in visitor.cookies:
        return ""
    return str((await visitor.get("/api/me/")).body["name"] or "")


async def _keep(request: Any) -> Any:
    from django.http import HttpResponse

    await request.session.aset("berths", BERTHS)
    return HttpResponse()


async def _visits(answer: Any, stage: Stage, play: Any) -> Seen:
    from django.urls import path

    async def after_accounts(site: Station, watch: Watch, seen: Seen) -> None:
        await in_thread(stage, _accounts)
        await play(site, watch, seen)

    async with quick_passwords(stage, HASHER):
        return await visits(answer, stage, after_accounts, path("keep/", _keep))


async def _right(answer: Any, stage: Stage) -> Seen:
    async def play(site: Station, watch: Watch, seen: Seen) -> None:
        form = {"name": NAME, "password": PASSWORD}
        for who in ("with a basket", "without a basket"):
            visitor = await site.visitor()
            if who == "with a basket":
                await visitor.get("/keep/")
            before = visitor.cookies.get("sessionid")
            seen.replies[who] = await visitor.post(ADDRESS, form)
            seen.kept[f"{who}: new key"] = visitor.cookies.get("sessionid") != before
            seen.kept[who] = await session_of(stage, visitor)
            seen.kept[f"{who}: name"] = await _who(visitor)

    return await _visits(answer, stage, play)


async def _rejected(answer: Any, stage: Stage) -> Seen:
    from nightline.checks.passengers.standins import CountingHasher

    async def play(site: Station, watch: Watch, seen: Seen) -> None:
        for case, form in REJECTED.items():
            visitor, before = await site.visitor(), CountingHasher.worked
            seen.replies[case] = await visitor.post(ADDRESS, form)
            seen.kept[f"{case}: work"] = CountingHasher.worked - before
            stored = await session_of(stage, visitor)
            seen.kept[case] = "_auth_user_id" in stored  # Django's own name for who has signed in

    return await _visits(answer, stage, play)


async def _gaps(answer: Any, stage: Stage) -> Seen:
    async def play(site: Station, watch: Watch, seen: Seen) -> None:
        visitor = await site.visitor()
        for case, form in GAPS.items():
            seen.replies[case] = await visitor.post(ADDRESS, form)
        query = f"?name={NAME}&password={PASSWORD}"
        seen.replies[GET] = await visitor.get(ADDRESS + query)
        seen.kept[GET] = await _who(visitor)
        seen.replies[PUT] = await visitor.send("PUT", ADDRESS)
        other = await site.visitor()
        seen.replies[MIXED] = await other.post(ADDRESS + query, {"name": NAME})
        seen.kept[MIXED] = await _who(other)

    return await _visits(answer, stage, play)


def _signs_in(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    for who, reply in seen.replies.items():
        if reply.status != 200:
            did = f"The right password got status {reply.status}, with {shown(reply.body, 50)}."
            key = "error-status" if reply.status >= 500 else "right-password-refused"
            if uses(evidence, "GET") and not uses(evidence, "POST"):
                key = "address-not-form"
            elif key == "right-password-refused" and uses(evidence, *CHANGES):
                key = "name-not-as-typed"
            return missed(did, "Status 200.", key)
        if seen.kept[f"{who}: name"] != NAME:
            did = "After the right password, the site's next page does not know the visitor."
            by_hand = uses(evidence, "aset") and not uses(evidence, "alogin", "login")
            key = "signed-in-by-hand" if by_hand else "not-signed-in"
            return missed(did, f"It knows {NAME}.", key)
    return met(f"The next page of the site knows {NAME}.")


def _keeps_the_basket(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    stored = seen.kept["with a basket"].get("berths")
    if stored != BERTHS:
        did = f'After the sign-in, the session holds {shown(stored)} as "berths".'
        return missed(did, f"{shown(BERTHS)}, as before.", "basket-lost")
    if not seen.kept["with a basket: new key"]:
        did = "The session has the key that it had before the sign-in."
        return missed(did, "A new key.", "signed-in-by-hand")
    if PASSWORD in repr(seen.kept["with a basket"]):
        did = "After the sign-in, the password stands in the session."
        return missed(did, "It stands nowhere.", "password-kept")
    return met("The basket is still there, under a new key.")


def _says_who(evidence: Evidence) -> Finding:
    for who, wanted in (("with a basket", len(BERTHS)), ("without a basket", 0)):
        reply: Reply = evidence.result.replies[who]
        body = {"name": NAME, "berths": wanted}
        if reply.body == body:
            continue
        did = f"A visitor {who} got {shown(reply.body)}."
        got = reply.body if isinstance(reply.body, dict) else {}
        key = "wrong-result" if got.keys() == body.keys() else "wrong-key"
        first, second = evidence.result.replies.values()
        if key == "wrong-result" and first.body == second.body:
            key = "answer-typed-in"
        if got.get("berths") == BERTHS:
            key = "list-not-number"
        return missed(did, f"`{body}`.", key)
    return met("The answer says who is signed in, and how many berths they have.")


def _without_text(reply: Reply, case: str) -> Finding | None:
    """The finding for an answer that does not say what is wrong; None if it does."""
    if isinstance(reply.body, dict) and reply.body.get("error"):
        return None
    empty = isinstance(reply.body, dict) and "error" in reply.body
    did = f"To {case}, you answered {shown(reply.body, 50)}."
    return missed(did, '`{"error": "…"}`.', "error-without-text" if empty else "wrong-key")


def _rejects(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    for case, reply in seen.replies.items():
        if seen.kept[case]:
            key = "closed-account" if case == CLOSED else "anybody-enters"
            if key == "anybody-enters" and not uses(evidence, *CHECKS):
                key = "password-never-checked"
            return missed(f"With {case}, you signed somebody in.", "Nobody signed in.", key)
        if reply.status != 401:
            did = f"With {case}, you gave status {reply.status}."
            return missed(did, "Status 401.", _status_key(reply.status))
        if finding := _without_text(reply, case):
            return finding
    return met(f"{len(seen.replies)} forms got status 401, and signed nobody in.")


def _tells_nothing(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    (known, first), *others = seen.replies.items()
    for case, reply in others:
        if reply.body != first.body and _masked(case, reply) != _masked(known, first):
            did = f"With {known} you say {shown(first.body, 50)}, with {case} "
            did += f"{shown(reply.body, 50)}."
            return missed(did, "The same answer.", "tells-which-names-exist")
    for case, _ in others:
        if seen.kept[f"{known}: work"] and not seen.kept[f"{case}: work"]:
            did = f"With {known} you worked on the password, with {case} you did not."
            return missed(did, "The same work.", "answers-sooner-for-no-name")
    return met("Nobody learns which names exist.")


def _masked(case: str, reply: Reply) -> str:
    """An answer without the name that was typed: to repeat it tells nothing."""
    return str(reply.body).replace(REJECTED[case]["name"], "…")


def _gaps_refused(evidence: Evidence) -> Finding:
    for case in GAPS:
        reply: Reply = evidence.result.replies[case]
        if reply.status != 400:
            did = f"To {case}, you gave status {reply.status}."
            key = "form-not-checked" if reply.status in (200, 401) else _status_key(reply.status)
            return missed(did, "Status 400.", key)
        if finding := _without_text(reply, case):
            return finding
    return met(f"{len(GAPS)} incomplete forms got status 400.")


def _only_post(evidence: Evidence) -> Finding:
    reply: Reply = evidence.result.replies[GET]
    if name := evidence.result.kept[GET]:
        did = f"A GET with name and password in its address signed {name} in."
        return missed(did, "Status 405, and nobody signed in.", "signs-in-by-get")
    if reply.status != 405:
        did = f"To GET, you gave status {reply.status}."
        return missed(did, "Status 405.", "get-not-refused")
    if (status := evidence.result.replies[PUT].status) != 405:
        did = f"GET got status 405, but PUT got {status}."
        return missed(did, "Status 405 for all but POST.", "only-get-refused")
    if evidence.result.kept[MIXED]:
        did = "A form without a password signed in, with a password that stood in the address."
        return missed(did, "Status 400, and nobody signed in.", "password-from-the-address")
    return met("Other kinds of requests got status 405, and signed nobody in.")


def _status_key(status: int) -> str:
    return "error-status" if status >= 500 else "other-status-than-asked"


SIGN_IN = Task(
    name="sign_in",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(RIGHT, _right, prepare=prepare),
        Trial(WRONG, _rejected, prepare=prepare),
        Trial(INCOMPLETE, _gaps, prepare=prepare),
    ),
    requirements=(
        IS_ASYNC,
        NOTHING_REFUSED,
        Requirement("The right password signs in", of_visits(_signs_in), RIGHT),
        Requirement("The basket stays, the key does not", of_visits(_keeps_the_basket), RIGHT),
        Requirement("The answer says who, and how many berths", of_visits(_says_who), RIGHT),
        Requirement("What does not fit signs nobody in", of_visits(_rejects), WRONG),
        Requirement("Nobody learns which names exist", of_visits(_tells_nothing), WRONG),
        Requirement("A form with gaps gets 400", of_visits(_gaps_refused), INCOMPLETE),
        Requirement("Only POST signs in", of_visits(_only_post), INCOMPLETE),
    ),
    hints=(
        "Four answers have their own status. In which order can you tell them apart?",
        "`request.method` says the kind of request, `request.POST.get(…)` gives a field or None.",
        "`aauthenticate` gives None for a wrong password, an unknown name and a closed account. One "
        "`if` answers all three.",
        "After `await alogin(request, user)`, count what `aget` gives for the berths, with an "
        "empty list as its default.",
    ),
    why=(
        "`aauthenticate` answers the three cases alike, and works on the password in each. `alogin` "
        "gives the session a new key and keeps what is in it."
    ),
    reflect="Before you go on, say what an attacker could do if the session kept its key.",
)
