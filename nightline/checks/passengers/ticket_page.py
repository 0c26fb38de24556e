"""`ticket_page`: a form with rows, a sale and a template, from one coroutine."""

from __future__ import annotations

import ast
from typing import Any

from nightline.checks.passengers import SET, ticket_details, ticket_mistakes  # noqa: F401  (register)
from nightline.checks.passengers.visitors import (
    ADDRESS,
    NOTHING_REFUSED,
    Seen,
    of_visits,
    visits,
)
from nightline.checks.views.reading import some
from nightline.judging.database import Watch
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, in_thread, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.visits import IS_ASYNC

BY_ADDRESS = "a GET whose address says a train and a name"
GET, AGAIN, GUEST = "the page", "the page with many tickets", "a guest"
BUY, GAPS, FULL = "a purchase", "a form without a name", "a train that is full"
STATUS = {GET: 200, AGAIN: 200, GUEST: 401, BUY: 201, GAPS: 400, FULL: 409}
FIELD, REQUIRED = 'name="passenger"', "This field is required"
MANY = [f"Ada {number}" for number in range(5, 25)]
SALE = "a traveller's visits"


def _tickets(name: str, passengers: list[str], skip: int = 0) -> None:
    from django.contrib.auth.models import User

    from minisite.booking.models import Booking
    from minisite.trains.models import Berth

    traveller, _ = User.objects.get_or_create(username=name)
    berths = Berth.objects.filter(departure__carrier="Aurora").order_by("pk")[skip:]
    Booking.objects.bulk_create(
        Booking(berth=berth, traveller=traveller, passenger=passenger, price=89)
        for berth, passenger in zip(berths, passengers, strict=False)
    )


def _two_trains() -> list[int]:
    """Two trains of Jura; all berths of the second are sold, to somebody else."""
    from django.contrib.auth.models import User

    from minisite.booking.models import Booking
    from minisite.trains.models import Berth, Departure

    free, full = Departure.objects.filter(carrier="Jura").order_by("pk")[:2]
    grace = User.objects.get(username="grace")
    Booking.objects.bulk_create(
        Booking(berth=berth, traveller=grace, passenger="Grace H.", price=1)
        for berth in Berth.objects.filter(departure=full)
    )
    return [free.pk, full.pk]


def _sold(name: str) -> list[tuple[int, str]]:
    from minisite.booking.models import Booking

    sold = Booking.objects.filter(traveller__username=name, berth__departure__carrier="Jura")
    return list(sold.values_list("berth__departure", "passenger"))


async def _visits(answer: Any, stage: Stage) -> Seen:
    async def play(site: Station, watch: Watch, seen: Seen) -> None:
        ada, guest = await site.visitor("ada"), await site.visitor()
        await in_thread(stage, lambda: _tickets("ada", ["Ada One", "Ada Two"]))
        await in_thread(stage, lambda: _tickets("grace", ["Grace H."], skip=10))
        free, full = await in_thread(stage, _two_trains)
        seen.replies[GUEST] = await guest.get(ADDRESS)
        asked = len(watch.queries)
        seen.replies[GET] = await ada.get(ADDRESS)
        seen.kept[GET] = len(watch.queries) - asked
        await ada.get(f"{ADDRESS}?train={free}&passenger=Ada+Zero")
        seen.kept[BY_ADDRESS] = await in_thread(stage, lambda: _sold("ada"))
        form = {"train": free, "passenger": "Ada Three"}
        seen.replies[BUY] = await ada.post(ADDRESS, form)
        seen.kept[BUY] = await in_thread(stage, lambda: _sold("ada"))
        seen.replies[GAPS] = await ada.post(ADDRESS, {"train": free, "passenger": ""})
        seen.replies[FULL] = await ada.post(ADDRESS, {"train": full, "passenger": "Ada Four"})
        seen.kept[GAPS] = await in_thread(stage, lambda: _sold("ada"))
        seen.kept["wanted"] = [(free, "Ada Three")]
        await in_thread(stage, lambda: _tickets("ada", MANY, skip=20))
        asked = len(watch.queries)
        seen.replies[AGAIN] = await ada.get(ADDRESS)
        seen.kept[AGAIN] = len(watch.queries) - asked

    return await visits(answer, stage, play)


def _guest(evidence: Evidence) -> Finding:
    reply: Reply = evidence.result.replies[GUEST]
    if reply.status != STATUS[GUEST]:
        did = f"A guest got status {reply.status}."
        return missed(did, "Status 401.", "guest-not-stopped")
    return met("A guest got status 401.")


def _own_tickets(evidence: Evidence) -> Finding:
    reply: Reply = evidence.result.replies[GET]
    page = str(reply.body)
    if reply.status != 200:
        did = f"On {GET}, the traveller got status {reply.status}."
        return missed(did, "Status 200.", "status-of-this-case")
    if isinstance(reply.body, dict | list):
        return missed("You answered with JSON.", "The page that `PAGE` makes.", "json-not-a-page")
    if found := _tickets_on(evidence, GET, ["Ada One", "Ada Two"]):
        return found
    if FIELD not in page:
        return missed("The page has no form.", "`PAGE` with the form.", "name-in-the-template")
    if REQUIRED in page:
        did = "The traveller opened the page, and it says that fields are missing."
        return missed(did, "A form without errors.", "errors-before-a-word")
    return met("The page shows the traveller's tickets, and no others.")


def _tickets_on(evidence: Evidence, case: str, names: list[str]) -> Finding | None:
    """The finding for tickets that a page should not have, or lacks; None if all is right."""
    page = str(evidence.result.replies[case].body)
    if "Grace" in page:
        return missed(f"On {case} is a ticket of Grace.", "Ada's only.", "tickets-of-others")
    lacking = [name for name in names if f"{name}:" not in page]
    if not lacking:
        return None
    did = f"On {case}, {count(len(lacking), 'ticket')} of {len(names)} "
    did += f"{'is' if len(lacking) == 1 else 'are'} missing, such as that of “{lacking[0]}”."
    key = "some-tickets-missing"
    if len(lacking) == len(names):
        by_name = some(evidence, lambda node: _asks_for(node, "passenger"))
        key = "tickets-by-passenger" if by_name else "name-in-the-template"
    return missed(did, "All tickets of the traveller.", key)


def _asks_for(node: ast.AST, field: str) -> bool:
    return isinstance(node, ast.keyword) and (node.arg or "").startswith(field)


def _unsold(seen: Seen) -> bool:
    return not seen.kept[BUY]


def _buys(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    reply = seen.replies[BUY]
    if seen.kept[BY_ADDRESS]:
        return missed(f"{BY_ADDRESS.capitalize()}, bought a ticket.", "Nothing.", "sold-by-get")
    if _unsold(seen):
        did = f"The traveller sent a right form, and got status {reply.status} and no ticket."
        return missed(did, "A ticket, and status 201.", "nothing-sold")
    if seen.kept[BUY] != seen.kept["wanted"]:
        did = f"One form led to {count(len(seen.kept[BUY]), 'ticket')}, "
        did += f"the first for “{seen.kept[BUY][0][1]}”."
        key = "sold-twice" if len(seen.kept[BUY]) > 1 else "not-as-the-form-says"
        return missed(did, "One ticket, as the form says.", key)
    if reply.status != STATUS[BUY]:
        did = f"After the purchase, you gave status {reply.status}."
        return missed(did, "Status 201.", "status-of-this-case")
    if "Ada Three:" not in str(reply.body):
        did = "After the purchase, the page does not show the new ticket."
        key = "page-before-the-sale" if FIELD in str(reply.body) else "text-not-the-page"
        return missed(did, "The page with it.", key)
    return met("The purchase gave a ticket, and the page shows it.")


def _says_no(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    if len(seen.kept[GAPS]) > len(seen.kept[BUY]):
        did = "A form without a name, or for a full train, led to a ticket."
        return missed(did, "Nothing sold.", "sold-without-a-check")
    for case in (GAPS, FULL):
        if seen.replies[case].status != STATUS[case]:
            did = f"To {case}, you gave status {seen.replies[case].status}."
            return missed(did, f"Status {STATUS[case]}.", "status-of-this-case")
    for case in (GAPS, FULL):
        if FIELD not in str(seen.replies[case].body):
            did = f"The answer to {case} is no page with the form."
            return missed(did, "`PAGE` with `form` and `tickets`.", "text-not-the-page")
    if REQUIRED not in str(seen.replies[GAPS].body):
        did = f"The page after {GAPS} does not say what is wrong."
        return missed(did, "The form with its errors.", "form-without-errors")
    if "Every berth on this train" not in str(seen.replies[FULL].body):
        did = f"The page for {FULL} does not say why nothing was sold."
        return missed(did, "The sentence of `Refused`.", "refusal-without-its-sentence")
    return met("What cannot be sold was not, and the page says why.")


def _few_queries(evidence: Evidence) -> Finding:
    names = ["Ada One", "Ada Two", "Ada Three", *MANY]
    if found := _tickets_on(evidence, AGAIN, names):
        return found
    few, many = evidence.result.kept[GET], evidence.result.kept[AGAIN]
    did = f"With 2 tickets the page took {count(few, 'query')}, with {len(names)} tickets {many}."
    did = did.replace("querys", "queries")
    if many > few:
        return missed(did, "The same number.", "query-for-each-ticket")
    return met(did)


TICKET_PAGE = Task(
    name="ticket_page",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(Trial(SALE, _visits, prepare=prepare),),
    requirements=(
        IS_ASYNC,
        NOTHING_REFUSED,
        Requirement("A guest is stopped", of_visits(_guest)),
        Requirement("The page shows the traveller's own tickets", of_visits(_own_tickets)),
        Requirement("A POST buys a ticket", of_visits(_buys)),
        Requirement("What cannot be sold is refused, with the reason", of_visits(_says_no)),
        Requirement(
            "Many tickets are all there, and cost no more queries than few", of_visits(_few_queries)
        ),
    ),
    hints=(
        "Which lines of this page are plain Django code? Which one is not?",
        "Write the whole page as a plain function first: form, sale, tickets, template. Then hand it "
        "to a thread in one hop.",
        "The user comes first, with `await request.auser()`. A plain function inside your view knows "
        "`request` and `user`. The tickets are `Booking.objects.filter(traveller=user)`.",
        "`desk.book` in a `try`, `except Refused as refusal: form.add_error('train', str(refusal))`. "
        "Read the tickets after that, with `select_related(*ROUTE)`.",
    ),
    why=(
        "Form, sale, tickets and template are one plain function, so they cost one hop and run in one "
        "thread. The rows come with their stations, so the number of queries stays the same."
    ),
    reflect="Before you go on, say what would be different with a hop for each line.",
)
