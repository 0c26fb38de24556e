"""`ticket_page`: a form with rows, a sale and a template, from one coroutine."""

from __future__ import annotations

from typing import Any

from nightline.checks.passengers import SET
from nightline.checks.passengers.visitors import (
    ADDRESS,
    NOTHING_REFUSED,
    REFUSED,
    Seen,
    in_thread,
    of_visits,
    visits,
)
from nightline.judging.database import Watch
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.visits import IS_ASYNC

SECTION = "A form and a template ask too"
register(
    Diagnosis(
        "form-in-a-coroutine",
        "a form checked in a coroutine",
        "`is_valid()` turns the chosen number into a row, and that is a query. In a coroutine Django "
        "refuses it.",
        "Which other lines need the database? Can one plain function hold them all?",
        "18",
        SECTION,
        misconceptions=(92,),
    ),
    Diagnosis(
        "template-in-a-coroutine",
        "a page made in a coroutine",
        "A template reads what it shows: the rows of a lazy queryset, the choices of a form. In a "
        "coroutine Django refuses these queries.",
        "Where can plain Django code run? Can the whole page be made there?",
        "18",
        SECTION,
        misconceptions=(93,),
    ),
    Diagnosis(
        "desk-in-a-coroutine",
        "a sale in a coroutine",
        "`desk.book` is plain Django code: a transaction that belongs to one thread. In a coroutine "
        "Django refuses it.",
        "Which function hands it to a thread, in one piece with the rest?",
        "18",
        SECTION,
    ),
    Diagnosis(
        "query-for-each-ticket",
        "queries for each ticket",
        "The template follows each ticket to its berth, its train and two stations. Each of these steps "
        "is a query, unless the rows came together.",
        "Which method of a queryset fetches related rows in the same query?",
        "16",
    ),
    Diagnosis(
        "tickets-of-others",
        "tickets of other travellers",
        "The page shows a ticket that belongs to somebody else.",
        "Which field of `Booking` says whose ticket it is?",
    ),
    Diagnosis(
        "guest-not-stopped",
        "a guest among the travellers",
        "A guest has no tickets and cannot buy one. `request.auser()` gives an object for guests, too.",
        "Which attribute of the user says whether somebody has signed in?",
        "18",
        "Who is asking: the user",
    ),
    Diagnosis(
        "refusal-not-told",
        "a refusal of the desk that nobody caught",
        "The desk says with `Refused` that a wish cannot be fulfilled, and why. In your view that became "
        "an error page.",
        "Which `except` belongs around the sale? What should the form show?",
    ),
    Diagnosis(
        "refusal-without-its-sentence",
        "a refusal without its reason",
        "The traveller learns that it failed, but not why. The reason is the text of `Refused`.",
        "`form.add_error(field, text)` puts a sentence beside a field. When must the page be made?",
    ),
    Diagnosis(
        "page-before-the-sale",
        "a page without the new ticket",
        "The ticket is sold, and the page does not show it.",
        "Which line reads the tickets? Does it run before or after the sale?",
    ),
    Diagnosis(
        "sold-without-a-check",
        "a sale without a valid form",
        "The form was not right, and your view sold a berth all the same.",
        "Which method of the form must say yes first?",
    ),
    Diagnosis(
        "nothing-sold",
        "a sale that did not happen",
        "The form was right, and afterwards the traveller has no new ticket.",
        "Which line calls `desk.book`? Does it run for a POST?",
    ),
    Diagnosis(
        "status-of-this-case",
        "another status than the docstring's",
        "Programs look at the status first. Each case of the docstring has its own.",
        "Compare this case with the docstring. Where does your view say the status?",
    ),
    Diagnosis(
        "form-without-errors",
        "a form that does not say what is wrong",
        "The traveller gets the form back, and no word about what is wrong. A form knows that after its "
        "check, if it got the data.",
        "Which form does your template show: the one that was checked, or a new one?",
    ),
)
know_error(REFUSED, "form-in-a-coroutine", sets=SET, line="is_valid")
know_error(REFUSED, "template-in-a-coroutine", sets=SET, line="render")
know_error(REFUSED, "desk-in-a-coroutine", sets=SET, line="desk.book")
for _error in ("SoldOut", "Taken", "TooLate"):
    know_error(f"{_error}: ", "refusal-not-told", sets=SET)

GET, AGAIN, GUEST = "the page", "the page with many tickets", "a guest"
BUY, GAPS, FULL = "a purchase", "a form without a name", "a train that is full"
STATUS = {GET: 200, AGAIN: 200, GUEST: 401, BUY: 201, GAPS: 400, FULL: 409}
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
        form = {"train": free, "passenger": "Ada Three"}
        seen.replies[BUY] = await ada.post(ADDRESS, form)
        seen.kept[BUY] = await in_thread(stage, lambda: _sold("ada"))
        seen.replies[GAPS] = await ada.post(ADDRESS, {"train": free, "passenger": ""})
        seen.replies[FULL] = await ada.post(ADDRESS, {"train": full, "passenger": "Ada Four"})
        seen.kept[GAPS] = await in_thread(stage, lambda: _sold("ada"))
        seen.kept["wanted"] = [(free, "Ada Three")]
        names = [f"Ada {number}" for number in range(5, 11)]
        await in_thread(stage, lambda: _tickets("ada", names, skip=20))
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
    seen: Seen = evidence.result
    wanted = {GET: ["Ada One", "Ada Two"], AGAIN: ["Ada One", "Ada Three", "Ada 5", "Ada 10"]}
    for case, names in wanted.items():
        page = str(seen.replies[case].body)
        if seen.replies[case].status != 200:
            did = f"On {case}, the traveller got status {seen.replies[case].status}."
            return missed(did, "Status 200.", "status-of-this-case")
        if "Grace" in page:
            return missed(f"On {case} is a ticket of Grace.", "Ada's only.", "tickets-of-others")
        for name in names:
            if f"{name}:" not in page:
                did = f"On {case}, the ticket of “{name}” is missing."
                key = "nothing-sold" if name == "Ada Three" and _unsold(seen) else "wrong-result"
                return missed(did, "All tickets of the traveller.", key)
        if 'name="passenger"' not in page:
            return missed(f"On {case}, there is no form.", "`PAGE` with the form.", "wrong-result")
    return met("The page shows the traveller's tickets, and no others.")


def _unsold(seen: Seen) -> bool:
    return not seen.kept[BUY]


def _buys(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    reply = seen.replies[BUY]
    if _unsold(seen):
        did = f"The traveller sent a right form, and got status {reply.status} and no ticket."
        return missed(did, "A ticket, and status 201.", "nothing-sold")
    if seen.kept[BUY] != seen.kept["wanted"]:
        did = f"One form led to {count(len(seen.kept[BUY]), 'ticket')}, "
        did += f"the first for “{seen.kept[BUY][0][1]}”."
        return missed(did, "One ticket, as the form says.", "wrong-result")
    if reply.status != STATUS[BUY]:
        did = f"After the purchase, you gave status {reply.status}."
        return missed(did, "Status 201.", "status-of-this-case")
    if "Ada Three:" not in str(reply.body):
        did = "After the purchase, the page does not show the new ticket."
        return missed(did, "The page with it.", "page-before-the-sale")
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
    if "This field is required" not in str(seen.replies[GAPS].body):
        did = f"The page after {GAPS} does not say what is wrong."
        return missed(did, "The form with its errors.", "form-without-errors")
    if "Every berth on this train" not in str(seen.replies[FULL].body):
        did = f"The page for {FULL} does not say why nothing was sold."
        return missed(did, "The sentence of `Refused`.", "refusal-without-its-sentence")
    return met("What cannot be sold was not, and the page says why.")


def _few_queries(evidence: Evidence) -> Finding:
    few, many = evidence.result.kept[GET], evidence.result.kept[AGAIN]
    did = f"With 2 tickets the page took {count(few, 'query')}, with 9 tickets {many}."
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
        Requirement("A POST buys a ticket", of_visits(_buys)),
        Requirement("What cannot be sold is refused, with the reason", of_visits(_says_no)),
        Requirement("The page shows the traveller's own tickets", of_visits(_own_tickets)),
        Requirement("Many tickets cost no more queries than few", of_visits(_few_queries)),
    ),
    hints=(
        "Which lines of this page are plain Django code? Which one is not?",
        "Write the whole page as a plain function first: form, sale, tickets, template. Then hand it "
        "to a thread in one hop.",
        "The user comes first, with `await request.auser()`. A plain function can be written inside "
        "your view, so it knows `request` and `user`.",
        "`desk.book` in a `try`, `except Refused as refusal: form.add_error('train', str(refusal))`. "
        "Read the tickets after that, with `select_related(*ROUTE)`.",
    ),
    why=(
        "Form, sale, tickets and template are one plain function, so they cost one hop and run in one "
        "thread. The rows come with their stations, so the number of queries stays the same."
    ),
    reflect="Before you go on, say what would be different with a hop for each line.",
)
