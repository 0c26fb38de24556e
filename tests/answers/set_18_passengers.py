"""Answers to set 18."""

from tests.answers import Right, Wrong
from tests.answers.found_18_passengers import FOUND
from tests.answers.parts_18_passengers import (
    ADD,
    ANSWER,
    BY_HAND,
    CHECK,
    ENTER,
    FLY,
    HOP,
    OUTSIDE,
    QUOTE,
    READ,
    TELL,
    basket,
    enter,
    page,
)

ADD_TO_BASKET = [
    # The given view, changed in one place only.
    Wrong(
        "add_to_basket",
        "session-in-a-coroutine",
        basket('berths = request.session.get("berths", [])', ADD, TELL, ANSWER),
    ),
    Wrong("add_to_basket", "session-not-told", basket(READ, ADD, ANSWER)),
    Wrong(
        "add_to_basket",
        "session-not-told",
        basket(READ, "if not berths:", f"    {TELL}", ADD, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "session-in-a-coroutine",
        basket(READ.replace("await ", "").replace("aget", "get"), ADD, ANSWER),
    ),
    Wrong("add_to_basket", "never-awaited", basket(READ, ADD, TELL.replace("await ", ""), ANSWER)),
    Wrong(
        "add_to_basket", "coroutine-as-value", basket(READ.replace("await ", ""), ADD, TELL, ANSWER)
    ),
    Wrong(
        "add_to_basket",
        "nothing-in-the-session",
        basket('berths = await request.session.aget("berths")', ADD, TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "nothing-in-the-session",
        basket(
            'berths = [*await request.session.aget("berths"), int(request.GET["berth"])]',
            TELL,
            ANSWER,
        ),
    ),
    Wrong(
        "add_to_basket",
        "list-method-gives-none",
        basket(READ, f"berths = {ADD}", TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "address-is-text",
        basket(READ, 'berths.append(request.GET["berth"])', TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "only-the-last-berth",
        basket('berths = [int(request.GET["berth"])]', TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "shared-between-visitors",
        "berths = []\n\n" + basket(ADD, TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "shared-between-visitors",
        """
async def add_to_basket(request, berths=[]):
    berths.append(int(request.GET["berth"]))
    return JsonResponse({"berths": berths})
""",
    ),
    Wrong(
        "add_to_basket",
        "not-in-the-session",
        basket(
            'berths = await request.session.aget("basket", [])',
            ADD,
            'await request.session.aset("basket", berths)',
            ANSWER,
        ),
    ),
    Wrong(
        "add_to_basket",
        "not-in-the-session",
        """
import json

async def add_to_basket(request):
    berths = json.loads(request.COOKIES.get("berths", "[]"))
    berths.append(int(request.GET["berth"]))
    response = JsonResponse({"berths": berths})
    response.set_cookie("berths", json.dumps(berths))
    return response
""",
    ),
    Wrong(
        "add_to_basket",
        "view-in-a-thread",
        """
def add_to_basket(request):
    berths = request.session.get("berths", [])
    berths.append(int(request.GET["berth"]))
    request.session["berths"] = berths
    return JsonResponse({"berths": berths})
""",
    ),
    Wrong(
        "add_to_basket",
        "wrong-key",
        basket(READ, ADD, TELL, 'return JsonResponse({"basket": berths})'),
    ),
    Wrong(
        "add_to_basket",
        "refused-and-caught",
        basket(
            "try:",
            '    berths = request.session.get("berths", [])',
            "except Exception:",
            f"    {READ}",
            ADD,
            TELL,
            ANSWER,
        ),
    ),
    Wrong(
        "add_to_basket", "view-returned-data", basket(READ, ADD, TELL, 'return {"berths": berths}')
    ),
    Right(
        "add_to_basket",
        basket(
            READ,
            'berths = berths + [int(request.GET.get("berth"))]',
            'await request.session.aupdate({"berths": berths})',
            ANSWER,
        ),
    ),
    Right(
        "add_to_basket",
        basket(
            'if not await request.session.ahas_key("berths"):',
            '    await request.session.aset("berths", [])',
            READ,
            ADD,
            "request.session.modified = True",
            ANSWER,
        ),
    ),
    Right(
        "add_to_basket",
        """
async def add_to_basket(request):
    def add():
        berths = request.session.get("berths", [])
        request.session["berths"] = [*berths, int(request.GET["berth"])]
        return request.session["berths"]

    return JsonResponse({"berths": await sync_to_async(add)()})
""",
    ),
    Right(
        "add_to_basket",
        basket(
            'berths = await request.session.asetdefault("berths", [])',
            ADD,
            "await request.session.asave()",
            ANSWER,
        ),
    ),
]


SIGN_IN = [
    Wrong(
        "sign_in",
        "form-read-as-json",
        enter(
            (
                'name, password = request.POST.get("name"), request.POST.get("password")',
                'import json; data = json.loads(request.body); name = password = data["name"]',
            )
        ),
    ),
    Wrong("sign_in", "nothing-in-the-session", enter(('"berths", [])', '"berths")'))),
    Wrong(
        "sign_in",
        "refused-and-caught",
        enter(
            (
                CHECK,
                """    try:
        user = authenticate(request, username=name, password=password)
    except Exception:
        user = None
""",
            ),
            before="from django.contrib.auth import authenticate\n",
        ),
    ),
    Wrong(
        "sign_in",
        "plain-authenticate",
        enter(
            ("await aauthenticate", "authenticate"),
            before="from django.contrib.auth import authenticate\n",
        ),
    ),
    Wrong(
        "sign_in",
        "plain-login",
        enter(("await alogin", "login"), before="from django.contrib.auth import login\n"),
    ),
    Wrong("sign_in", "not-signed-in", enter((ENTER, ""))),
    Wrong(
        "sign_in",
        "signed-in-by-hand",
        enter((ENTER, '    await request.session.aset("user", user.pk)\n')),
    ),
    Wrong("sign_in", "never-awaited", enter(("await alogin", "alogin"))),
    Wrong("sign_in", "coroutine-as-value", enter(("await aauthenticate", "aauthenticate"))),
    Wrong("sign_in", "right-password-refused", enter(("username=name", "name=name"))),
    Wrong(
        "sign_in",
        "authenticate-arguments",
        enter(("username=name, password=password", "name, password")),
    ),
    Wrong("sign_in", "none-is-no-user", enter((OUTSIDE, ""))),
    Wrong("sign_in", "basket-lost", enter((ENTER, "    await request.session.aflush()\n" + ENTER))),
    Wrong("sign_in", "list-not-number", enter(("len(berths)", "berths"))),
    Wrong(
        "sign_in",
        "tells-which-names-exist",
        enter(
            (
                OUTSIDE,
                """    from django.contrib.auth.models import User
    if user is None and not await User.objects.filter(username=name).aexists():
        return JsonResponse({"error": "Nobody has this name."}, status=401)
"""
                + OUTSIDE,
            )
        ),
    ),
    Wrong(
        "sign_in",
        "other-status-than-asked",
        enter(
            (
                CHECK,
                BY_HAND
                + '    if user is None:\n        return JsonResponse({"error": "?"}, status=404)\n'
                + CHECK,
            )
        ),
    ),
    Wrong(
        "sign_in",
        "answers-sooner-for-no-name",
        enter((CHECK, BY_HAND + OUTSIDE + CHECK)),
    ),
    Wrong(
        "sign_in",
        "closed-account",
        enter(
            (CHECK, BY_HAND),
            ("if user is None", "if user is None or not await user.acheck_password(password)"),
        ),
    ),
    Wrong("sign_in", "other-status-than-asked", enter(("status=401", "status=403"))),
    Wrong("sign_in", "other-status-than-asked", enter((", status=401", ""))),
    Wrong(
        "sign_in", "form-not-checked", enter(("if not name or not password:", "if name is None:"))
    ),
    Wrong("sign_in", "field-missing", enter(('request.POST.get("name")', 'request.POST["name"]'))),
    Wrong(
        "sign_in",
        "address-not-form",
        enter(("request.POST.get", "request.GET.get")),
    ),
    Wrong(
        "sign_in",
        "signs-in-by-get",
        enter(
            ('    if request.method != "POST":\n', ""),
            (
                '        return JsonResponse({"error": "Send the form with POST."}, status=405)\n',
                "",
            ),
            (
                'request.POST.get("name"), request.POST.get("password")',
                '*(request.POST.get(x) or request.GET.get(x) for x in ("name", "password")),',
            ),
        ),
    ),
    Wrong(
        "sign_in",
        "get-not-refused",
        enter(
            ('    if request.method != "POST":\n', ""),
            (
                '        return JsonResponse({"error": "Send the form with POST."}, status=405)\n',
                "",
            ),
        ),
    ),
    Wrong(
        "sign_in",
        "wrong-key",
        enter(('"berths": len(berths)', '"basket": len(berths)')),
    ),
    Wrong(
        "sign_in",
        "session-in-a-coroutine",
        enter(
            ('await request.session.aget("berths", [])', 'request.session["berths"]'),
            (ENTER, ""),
            ("    user = await", '    held = request.session.get("berths")\n    user = await'),
        ),
    ),
    Right(
        "sign_in",
        enter(
            ('    if request.method != "POST":\n', ""),
            (
                '        return JsonResponse({"error": "Send the form with POST."}, status=405)\n',
                "",
            ),
            before="""from django.views.decorators.http import require_http_methods

def only_post(view):
    async def wrapper(request):
        if request.method == "POST":
            return await view(request)
        return JsonResponse({"error": "POST, please"}, status=405)
    return wrapper

@only_post""",
        ),
    ),
    Right(
        "sign_in",
        enter(
            ("await aauthenticate(request,", "await sync_to_async(authenticate)(request,"),
            ("await alogin(", "await sync_to_async(login)("),
            before="from django.contrib.auth import authenticate, login\n",
        ),
    ),
    Right(
        "sign_in",
        """
from django.views.decorators.http import require_POST

@require_POST
async def sign_in(request):
    if not (request.POST.get("name") and request.POST.get("password")):
        return JsonResponse({"error": "missing"}, status=400)
    user = await aauthenticate(
        request, username=request.POST["name"], password=request.POST["password"]
    )
    if user:
        await alogin(request, user)
        kept = await request.session.aget("berths") or []
        return JsonResponse({"berths": len(kept), "name": user.username})
    return JsonResponse({"error": "No."}, status=401)
""",
    ),
    Right(
        "sign_in",
        """
async def sign_in(request):
    if request.method != "POST":
        return JsonResponse({"error": "POST"}, status=405)

    def work():
        from django.contrib.auth import authenticate, login
        form = request.POST
        if not form.get("name") or not form.get("password"):
            return {"error": "gaps"}, 400
        user = authenticate(request, username=form["name"], password=form["password"])
        if user is None:
            return {"error": "no"}, 401
        login(request, user)
        return {"name": user.username, "berths": len(request.session.get("berths", []))}, 200

    body, status = await sync_to_async(work)()
    return JsonResponse(body, status=status)
""",
    ),
]

CACHED_QUOTE = [
    Wrong("cached_quote", "stampede", QUOTE.replace("look_or_ask", "cached_quote")),
    Wrong(
        "cached_quote",
        "leaver-takes-all",
        QUOTE + FLY.replace("asyncio.shield(on_the_way[carrier])", "on_the_way[carrier]"),
    ),
    Wrong(
        "cached_quote",
        "look-then-fly",
        """
async def cached_quote(carrier):
    if carrier not in on_the_way:
        price = await cache.aget(carrier)
        if price is not None:
            return price
        on_the_way[carrier] = asyncio.create_task(quote(carrier))
        price = await asyncio.shield(on_the_way[carrier])
        await cache.aset(carrier, price, 60)
        on_the_way.pop(carrier, None)
        return price
    return await asyncio.shield(on_the_way[carrier])
""",
    ),
    Wrong(
        "cached_quote",
        "kept-for-ever",
        """
async def cached_quote(carrier):
    if carrier not in on_the_way:
        on_the_way[carrier] = asyncio.create_task(quote(carrier))
    return await asyncio.shield(on_the_way[carrier])
""",
    ),
    Wrong("cached_quote", "not-kept", FLY.replace("look_or_ask(", "quote(")),
    Wrong("cached_quote", "kept-too-long", QUOTE.replace(", price, 60", ", price") + FLY),
    Wrong("cached_quote", "kept-too-short", QUOTE.replace("60", "40") + FLY),
    Wrong("cached_quote", "not-kept", QUOTE.replace("60", "6") + FLY),
    Wrong(
        "cached_quote", "zero-is-a-price", QUOTE.replace("if price is None", "if not price") + FLY
    ),
    Wrong(
        "cached_quote",
        "flight-of-another",
        QUOTE
        + FLY.replace("on_the_way[carrier]", 'on_the_way["it"]')
        .replace("carrier not in", '"it" not in')
        .replace("pop(carrier)", 'pop("it")'),
    ),
    Wrong(
        "cached_quote",
        "flight-of-another",
        QUOTE.replace("aget(carrier)", 'aget("price")').replace("aset(carrier", 'aset("price"')
        + FLY,
    ),
    Wrong(
        "cached_quote",
        "one-lock-for-all",
        "lock = asyncio.Lock()\n"
        + QUOTE
        + """
async def cached_quote(carrier):
    async with lock:
        return await look_or_ask(carrier)
""",
    ),
    Wrong(
        "cached_quote",
        "each-asks-in-turn",
        QUOTE
        + """
async def cached_quote(carrier):
    lock = on_the_way.setdefault(carrier, asyncio.Lock())
    async with lock:
        return await look_or_ask(carrier)
""",
    ),
    Wrong(
        "cached_quote",
        "failure-kept",
        """
async def look_or_ask(carrier):
    price = await cache.aget(carrier)
    if price is None:
        price = await quote(carrier)
        await cache.aset(carrier, price, 60)
    on_the_way.pop(carrier)
    return price
"""
        + FLY.replace(
            "        on_the_way[carrier].add_done_callback(lambda task: on_the_way.pop(carrier))\n",
            "",
        ),
    ),
    Wrong(
        "cached_quote",
        "coroutine-in-the-cache",
        """
async def cached_quote(carrier):
    return await cache.aget_or_set(carrier, lambda: quote(carrier), 60)
""",
    ),
    Wrong(
        "cached_quote",
        "task-in-the-cache",
        """
async def cached_quote(carrier):
    task = await cache.aget(carrier)
    if task is None:
        task = asyncio.create_task(quote(carrier))
        await cache.aset(carrier, task, 60)
    return await task
""",
    ),
    Wrong(
        "cached_quote",
        "coroutine-shared",
        QUOTE
        + """
async def cached_quote(carrier):
    if carrier not in on_the_way:
        on_the_way[carrier] = look_or_ask(carrier)
    return await on_the_way[carrier]
""",
    ),
    Wrong("cached_quote", "plain-cache", QUOTE.replace("await cache.a", "cache.") + FLY),
    Wrong(
        "cached_quote",
        "flight-taken-twice",
        QUOTE
        + """
async def cached_quote(carrier):
    if carrier not in on_the_way:
        on_the_way[carrier] = asyncio.create_task(look_or_ask(carrier))
    price = await asyncio.shield(on_the_way[carrier])
    del on_the_way[carrier]
    return price
""",
    ),
    Wrong("cached_quote", "never-awaited", QUOTE.replace("await cache.aset", "cache.aset") + FLY),
    Wrong(
        "cached_quote",
        "error-lost",
        QUOTE
        + FLY.replace(
            "    return await asyncio.shield(on_the_way[carrier])",
            "    try:\n        return await asyncio.shield(on_the_way[carrier])\n"
            "    except ConnectionError:\n        return None",
        ),
    ),
    Wrong(
        "cached_quote",
        "leader-gone",
        """
async def cached_quote(carrier):
    price = await cache.aget(carrier)
    if price is not None:
        return price
    if carrier in on_the_way:
        await on_the_way[carrier].wait()
        return await cache.aget(carrier)
    event = on_the_way[carrier] = asyncio.Event()
    price = await quote(carrier)
    await cache.aset(carrier, price, 60)
    event.set()
    del on_the_way[carrier]
    return price
""",
    ),
    Wrong(
        "cached_quote",
        "asked-again-for-those-who-stay",
        QUOTE
        + """
async def cached_quote(carrier):
    if carrier not in on_the_way:
        on_the_way[carrier] = asyncio.create_task(look_or_ask(carrier))
    task = on_the_way[carrier]
    try:
        return await task
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():
            raise
        return await look_or_ask(carrier)
    finally:
        if task.done():
            on_the_way.pop(carrier, None)
""",
    ),
    Wrong(
        "cached_quote",
        "flight-removed-by-a-visitor",
        """
async def cached_quote(carrier):
    price = await cache.aget(carrier)
    if price is None:
        if carrier not in on_the_way:
            on_the_way[carrier] = asyncio.create_task(quote(carrier))
        try:
            price = await asyncio.shield(on_the_way[carrier])
            await cache.aset(carrier, price, 60)
        finally:
            on_the_way.pop(carrier, None)
    return price
""",
    ),
    Right(
        "cached_quote",
        """
async def cached_quote(carrier):
    price = await cache.aget(carrier)
    if price is not None:
        return price
    if carrier not in on_the_way:
        async def ask():
            try:
                price = await quote(carrier)
                await cache.aset(carrier, price, timeout=60)
                return price
            finally:
                del on_the_way[carrier]
        on_the_way[carrier] = asyncio.ensure_future(ask())
    return await asyncio.shield(on_the_way[carrier])
""",
    ),
    # No cache of Django's: the flights and the prices of this process.
    Right(
        "cached_quote",
        """
kept = {}

async def cached_quote(carrier):
    now = asyncio.get_running_loop().time()
    if carrier in kept and now - kept[carrier][0] < 60:
        return kept[carrier][1]
    if carrier not in on_the_way:
        async def ask():
            price = await quote(carrier)
            kept[carrier] = (now, price)
            return price
        task = on_the_way[carrier] = asyncio.create_task(ask())
        task.add_done_callback(lambda _: on_the_way.pop(carrier, None))
    return await asyncio.shield(on_the_way[carrier])
""",
    ),
    # A future that the flight fills, and a flight that nobody awaits directly.
    Right(
        "cached_quote",
        QUOTE
        + """
flights = set()

async def cached_quote(carrier):
    if carrier not in on_the_way:
        async def fly(future):
            try:
                future.set_result(await look_or_ask(carrier))
            except Exception as error:
                future.set_exception(error)
            finally:
                del on_the_way[carrier]
        future = on_the_way[carrier] = asyncio.get_running_loop().create_future()
        flight = asyncio.create_task(fly(future))
        flights.add(flight)
        flight.add_done_callback(flights.discard)
    return await asyncio.shield(on_the_way[carrier])
""",
    ),
    Right(
        "cached_quote",
        QUOTE
        + """
async def cached_quote(carrier):
    task = on_the_way.get(carrier)
    if task is None or task.done():
        task = on_the_way[carrier] = asyncio.create_task(look_or_ask(carrier))
    await asyncio.wait([task])
    return task.result()
""",
    ),
]


TICKET_PAGE = [
    Wrong("ticket_page", "template-in-a-coroutine", page((HOP, "return make_page()"))),
    Wrong("ticket_page", "user-in-a-coroutine", page(("await request.auser()", "request.user"))),
    Wrong("ticket_page", "auser-not-called", page(("await request.auser()", "request.auser"))),
    Wrong("ticket_page", "coroutine-as-value", page(("await request.auser()", "request.auser()"))),
    Wrong("ticket_page", "query-for-each-ticket", page((".select_related(*ROUTE)", ""))),
    Wrong("ticket_page", "tickets-of-others", page(("filter(traveller=user)", "all()"))),
    Wrong(
        "ticket_page",
        "guest-not-stopped",
        page(('"Sign in first.", status=401', '"Sign in first."')),
    ),
    Wrong(
        "ticket_page",
        "refusal-not-told",
        page(("except Refused as refusal", "except ValueError as refusal")),
    ),
    Wrong(
        "ticket_page",
        "refusal-without-its-sentence",
        page(("form.add_error(None, str(refusal))", "pass")),
    ),
    Wrong("ticket_page", "status-of-this-case", page(("status = 409", "pass"))),
    Wrong("ticket_page", "status-of-this-case", page(("status = 201", "status = 200"))),
    Wrong(
        "ticket_page",
        "sold-without-a-check",
        page(
            ("if form.is_valid():", "if True:"),
            (
                'train, passenger = form.cleaned_data["train"], form.cleaned_data["passenger"]',
                'train = Departure.objects.get(pk=request.POST["train"]); passenger = request.POST["passenger"]',
            ),
        ),
    ),
    Wrong(
        "ticket_page", "nothing-sold", page(("desk.book(train.pk, None, user, passenger)", "pass"))
    ),
    Wrong(
        "ticket_page",
        "nothing-sold",
        page(('request.method == "POST"', 'request.method == "post"')),
    ),
    Wrong(
        "ticket_page",
        "form-without-errors",
        page(('Context({"form": form,', 'Context({"form": TicketForm(),')),
    ),
    Wrong(
        "ticket_page",
        "page-before-the-sale",
        page(
            (
                "        tickets = Booking.objects.filter(traveller=user).select_related(*ROUTE)\n",
                "",
            ),
            (
                "        status, form = 200, TicketForm()\n",
                "        status, form = 200, TicketForm()\n"
                "        tickets = list(Booking.objects.filter(traveller=user).select_related(*ROUTE))\n",
            ),
        ),
    ),
    Wrong(
        "ticket_page",
        "form-in-a-coroutine",
        """
async def ticket_page(request):
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse("Sign in first.", status=401)
    form = TicketForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        await sync_to_async(desk.book)(form.cleaned_data["train"].pk, None, user, "x")
    tickets = [each async for each in Booking.objects.filter(traveller=user).select_related(*ROUTE)]
    page = await sync_to_async(PAGE.render)(Context({"form": form, "tickets": tickets}))
    return HttpResponse(page)
""",
    ),
    Wrong(
        "ticket_page",
        "desk-in-a-coroutine",
        """
async def ticket_page(request):
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse("Sign in first.", status=401)
    form = TicketForm(request.POST or None)
    if request.method == "POST" and await sync_to_async(form.is_valid)():
        desk.book(form.cleaned_data["train"].pk, None, user, form.cleaned_data["passenger"])
    tickets = [each async for each in Booking.objects.filter(traveller=user).select_related(*ROUTE)]
    page = await sync_to_async(PAGE.render)(Context({"form": form, "tickets": tickets}))
    return HttpResponse(page)
""",
    ),
    Wrong(
        "ticket_page",
        "query-in-a-strange-thread",
        page((HOP, "return await asyncio.to_thread(make_page)")),
    ),
    Right("ticket_page", page()),
    # A hop for each step costs more, and is right.
    Right(
        "ticket_page",
        """
async def ticket_page(request):
    user = await request.auser()
    if user.is_anonymous:
        return HttpResponse(status=401)
    status = 200
    form = TicketForm(request.POST) if request.method == "POST" else TicketForm()
    if request.method == "POST":
        if await sync_to_async(form.is_valid)():
            try:
                await sync_to_async(desk.book)(
                    form.cleaned_data["train"].pk, None, user, form.cleaned_data["passenger"]
                )
                status = 201
            except Refused as refusal:
                form.add_error("passenger", str(refusal))
                status = 409
        else:
            status = 400
    mine = Booking.objects.filter(traveller=user).select_related(
        "berth__departure__origin", "berth__departure__destination"
    )
    context = Context({"form": form, "tickets": [each async for each in mine]})
    return HttpResponse(await sync_to_async(PAGE.render)(context), status=status)
""",
    ),
    Right(
        "ticket_page",
        """
def work(request):
    if not request.user.is_authenticated:
        return HttpResponse("no", status=401)
    form, status = TicketForm(request.POST or None), 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            desk.book(form.cleaned_data["train"].pk, None, request.user, form.cleaned_data["passenger"])
            status = 201
        except Refused as refusal:
            form.add_error("train", str(refusal))
            status = 409
    mine = Booking.objects.filter(traveller=request.user).prefetch_related(
        "berth__departure__origin", "berth__departure__destination"
    )
    return HttpResponse(PAGE.render(Context({"form": form, "tickets": mine})), status=status)

async def ticket_page(request):
    return await sync_to_async(work)(request)
""",
    ),
]

ANSWERS = [*ADD_TO_BASKET, *SIGN_IN, *CACHED_QUOTE, *TICKET_PAGE, *FOUND]
