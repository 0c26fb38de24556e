"""More answers to set 18, found by readers of the lesson."""

from tests.answers import Right, Wrong
from tests.answers.parts_18_passengers import (
    ADD,
    ANSWER,
    BY_HAND,
    CHECK,
    ENTER,
    FLY,
    OUTSIDE,
    QUOTE,
    READ,
    TELL,
    basket,
    enter,
    page,
)

ADDED = 'berths = [*berths, int(request.GET["berth"])]'
BASKETS = [
    Wrong(
        "add_to_basket",
        "basket-cut-short",
        basket(READ, ADDED.replace("]]", "]") + "[-3:]", TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "text-in-the-session",
        basket(
            READ,
            'berths = [*berths, request.GET["berth"]]',
            TELL,
            'return JsonResponse({"berths": [int(berth) for berth in berths]})',
        ),
    ),
    Wrong(
        "add_to_basket",
        "other-name-in-address",
        basket(READ, ADD.replace('GET["berth"]', 'GET["to"]'), TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "other-name-in-address",
        basket(READ, ADD.replace('GET["berth"]', 'GET.get("berths")'), TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket",
        "basket-in-another-order",
        basket(READ, 'berths.insert(0, int(request.GET["berth"]))', TELL, ANSWER),
    ),
    Wrong(
        "add_to_basket", "basket-in-another-order", basket(READ, ADD, "berths.sort()", TELL, ANSWER)
    ),
    Wrong(
        "add_to_basket",
        "basket-of-the-visit-before",
        basket(
            READ,
            'await request.session.aset("berths", [*berths, int(request.GET["berth"])])',
            ANSWER,
        ),
    ),
    Wrong("add_to_basket", "pair-returned", basket(READ, ADD, TELL, f"{ANSWER}, 200")),
    Wrong("add_to_basket", "text-returned", basket(READ, ADD, TELL, "return str(berths)")),
]
GET_REFUSED = 'return JsonResponse({"error": "Send the form with POST."}, status=405)'
ENTRIES = [
    Wrong(
        "sign_in",
        "only-get-refused",
        enter(('request.method != "POST"', 'request.method == "GET"')),
    ),
    Wrong(
        "sign_in",
        "password-from-the-address",
        enter(
            (
                'request.POST.get("password")',
                '(request.POST.get("password") or request.GET.get("password"))',
            )
        ),
    ),
    Wrong(
        "sign_in",
        "password-kept",
        enter((ENTER, ENTER + '    await request.session.aset("password", password)\n')),
    ),
    Wrong(
        "sign_in", "name-not-as-typed", enter(("username=name", "username=name.strip().lower()"))
    ),
    Wrong("sign_in", "error-without-text", enter(("Name and password do not fit.", ""))),
    Wrong("sign_in", "error-without-text", enter(("Name and password are needed.", ""))),
    Wrong("sign_in", "password-never-checked", enter((CHECK, BY_HAND))),
    Wrong(
        "sign_in",
        "anybody-enters",
        enter(
            (
                OUTSIDE,
                "    if user is None:\n    "
                + BY_HAND.replace("\n    user", "\n        user")
                + OUTSIDE,
            )
        ),
    ),
    Wrong("sign_in", "never-awaited", enter((ENTER, "    alogin(request, user)\n"))),
    Wrong(
        "sign_in",
        "pair-returned",
        enter((GET_REFUSED, GET_REFUSED.replace(", status=405)", "), 405"))),
    ),
    Wrong(
        "sign_in",
        "answer-typed-in",
        enter(
            ('{"name": user.get_username(), "berths": len(berths)}', '{"name": "ada", "berths": 2}')
        ),
    ),
    Wrong(
        "sign_in", "address-not-form", enter(('request.POST.get("name")', 'request.GET["word"]'))
    ),
    Wrong(
        "sign_in",
        "tells-which-names-exist",
        enter(
            (
                OUTSIDE,
                BY_HAND.replace("user =", "known =")
                + """    if user is None:
        text = f"The password of {name} is wrong." if known else f"{name} is nobody here."
        return JsonResponse({"error": text}, status=401)
""",
            )
        ),
    ),
    # What somebody typed, said again, tells nothing.
    Right(
        "sign_in",
        enter(('"Name and password do not fit."', 'f"{name} and this password do not fit."')),
    ),
    Right("sign_in", enter(('"Name and password do not fit."', '"ingrid, Edith or otto: no."'))),
    Right(
        "sign_in",
        """
class SignInForm(forms.Form):
    name = forms.CharField()
    password = forms.CharField(strip=False)

async def sign_in(request):
    match request.method:
        case "POST":
            form = SignInForm(request.POST)
        case _:
            return JsonResponse({"error": "POST only"}, status=405)
    if not form.is_valid():
        return JsonResponse({"error": dict(form.errors)}, status=400)
    data = form.cleaned_data
    if user := await aauthenticate(request, username=data["name"], password=data["password"]):
        await alogin(request, user)
        return JsonResponse({"name": str(user), "berths": len(await request.session.aget("berths", ()))})
    return JsonResponse({"error": ["no"]}, status=401)
""",
    ),
]

POP = "        on_the_way[carrier].add_done_callback(lambda task: on_the_way.pop(carrier))\n"
RETURN = "    return await asyncio.shield(on_the_way[carrier])\n"
QUOTES = [
    Wrong("cached_quote", "kept-too-long", QUOTE.replace("60", "61") + FLY),
    Wrong("cached_quote", "flight-stays", QUOTE + FLY.replace(POP, "")),
    Wrong("cached_quote", "callback-failed", QUOTE + FLY.replace("lambda task:", "lambda:")),
    Wrong(
        "cached_quote",
        "flight-removed-by-a-visitor",
        QUOTE
        + FLY.replace(POP, "").replace(
            RETURN,
            "    try:\n    " + RETURN + "    finally:\n        on_the_way.pop(carrier, None)\n",
        ),
    ),
    Wrong("cached_quote", "wait-returned", QUOTE + FLY.replace("return await", "return")),
    Wrong(
        "cached_quote",
        "flight-not-shared",
        QUOTE
        + """
async def cached_quote(carrier):
    if carrier not in on_the_way:
        return await asyncio.shield(asyncio.create_task(look_or_ask(carrier)))
    return await on_the_way[carrier]
""",
    ),
    Wrong(
        "cached_quote",
        "flight-not-awaited",
        QUOTE + FLY.replace("shield(on_the_way[carrier])", "shield(look_or_ask(carrier))"),
    ),
    Wrong(
        "cached_quote",
        "callback-called-now",
        QUOTE + FLY.replace("lambda task: on_the_way.pop(carrier)", "on_the_way.pop(carrier)"),
    ),
    Wrong(
        "cached_quote",
        "callback-called-now",
        QUOTE
        + """
async def cached_quote(carrier):
    task = on_the_way.get(carrier)
    if task is None:
        task = on_the_way[carrier] = asyncio.create_task(look_or_ask(carrier))
        task.add_done_callback(on_the_way.pop(carrier))
    return await asyncio.shield(task)
""",
    ),
    Wrong(
        "cached_quote",
        "waited-longer",
        QUOTE
        + """
async def cached_quote(carrier):
    while carrier in on_the_way:
        await asyncio.sleep(0.3)
    on_the_way[carrier] = True
    try:
        return await look_or_ask(carrier)
    finally:
        del on_the_way[carrier]
""",
    ),
    Wrong(
        "cached_quote",
        "asked-after-a-failure",
        QUOTE.replace(
            "        price = await quote(carrier)\n",
            """        for attempt in range(3):
            try:
                price = await quote(carrier)
                break
            except ConnectionError:
                if attempt == 2:
                    raise
""",
        )
        + FLY,
    ),
    Wrong(
        "cached_quote",
        "error-in-the-cache",
        QUOTE.replace(
            "        price = await quote(carrier)\n",
            """        try:
            price = await quote(carrier)
        except ConnectionError as error:
            price = error
""",
        )
        + FLY.replace(
            RETURN,
            """    price = await asyncio.shield(on_the_way[carrier])
    if isinstance(price, Exception):
        raise price
    return price
""",
        ),
    ),
    Wrong("cached_quote", "coroutine-kept", QUOTE.replace("await quote", "quote") + FLY),
    Wrong("cached_quote", "never-awaited", QUOTE.replace("await cache.aget", "cache.aget") + FLY),
    Wrong(
        "cached_quote",
        "swallowed-cancel",
        QUOTE
        + FLY.replace(
            RETURN,
            "    try:\n    " + RETURN + "    except asyncio.CancelledError:\n        return None\n",
        ),
    ),
    Wrong(
        "cached_quote",
        "stand-in-used",
        QUOTE.replace("await quote(carrier)", "PRICES[carrier]") + FLY,
    ),
    Wrong(
        "cached_quote",
        "stand-in-used",
        QUOTE.replace("await quote(carrier)", "PRICES.get(carrier)") + FLY,
    ),
]

BOOK = "desk.book(train.pk, None, user, passenger)"
MINE = "Booking.objects.filter(traveller=user).select_related(*ROUTE)"
GUEST = """    if not user.is_authenticated:
        return HttpResponse("Sign in first.", status=401)
"""
ALWAYS = (
    (
        "        status, form = 200, TicketForm()\n",
        "        status, form = 200, TicketForm(request.POST)\n",
    ),
    ("            form = TicketForm(request.POST)\n", ""),
)
PAGES = [
    Wrong(
        "ticket_page",
        "sold-by-get",
        page(
            ('request.method == "POST"', "request.POST or request.GET"),
            ("TicketForm(request.POST)", "TicketForm(request.POST or request.GET)"),
        ),
    ),
    Wrong("ticket_page", "errors-before-a-word", page(*ALWAYS)),
    Wrong("ticket_page", "some-tickets-missing", page((MINE, MINE + "[:10]"))),
    Wrong(
        "ticket_page",
        "text-not-the-page",
        page(
            (
                "form.add_error(None, str(refusal))",
                "return HttpResponse(str(refusal), status=409)",
            )
        ),
    ),
    Wrong(
        "ticket_page",
        "context-missing",
        page(('Context({"form": form, "tickets": tickets})', '{"form": form, "tickets": tickets}')),
    ),
    Wrong(
        "ticket_page", "tickets-by-passenger", page(("traveller=user", "passenger=user.username"))
    ),
    Wrong(
        "ticket_page", "name-in-the-template", page(('"tickets": tickets', '"bookings": tickets'))
    ),
    Wrong("ticket_page", "name-in-the-template", page(('"form": form', '"ticket_form": form'))),
    Wrong(
        "ticket_page",
        "json-not-a-page",
        page(
            (
                "return HttpResponse(page, status=status)",
                'return JsonResponse({"page": page}, status=status)',
            )
        ),
    ),
    Wrong(
        "ticket_page",
        "query-in-the-coroutine",
        page((GUEST, GUEST + "    mine = list(Booking.objects.filter(traveller=user))\n")),
    ),
    Wrong("ticket_page", "guest-not-stopped", page((GUEST, ""))),
    Wrong("ticket_page", "guest-not-stopped", page(("if not user", "if user"))),
    Wrong("ticket_page", "booking-field-unknown", page(("traveller=user", "user=user"))),
    Wrong("ticket_page", "desk-arguments", page(("train.pk, None", "train, None"))),
    Wrong("ticket_page", "desk-arguments", page(("user, passenger)", "passenger, user)"))),
    Wrong("ticket_page", "desk-arguments", page(("train.pk, None, user", "user, None, train.pk"))),
    Wrong("ticket_page", "desk-arguments", page((BOOK, "desk.book(train.pk)"))),
    Wrong("ticket_page", "form-not-asked", page(("if form.is_valid():", "if True:"))),
    Wrong(
        "ticket_page",
        "form-not-asked",
        page(("if form.is_valid():", "if form.is_valid() or True:")),
    ),
    Wrong("ticket_page", "route-not-unpacked", page(("*ROUTE", "ROUTE"))),
    Wrong(
        "ticket_page",
        "coroutine-in-a-thread",
        page(("    def make_page", "    async def make_page")),
    ),
    Wrong(
        "ticket_page",
        "text-returned",
        page(("return HttpResponse(page, status=status)", "return page")),
    ),
    Wrong(
        "ticket_page",
        "booking-by-hand",
        page((BOOK, "Booking.create(train=train, traveller=user, passenger=passenger)")),
    ),
    Wrong(
        "ticket_page",
        "booking-by-hand",
        page(
            (
                BOOK,
                "Booking.objects.create(berth=train.berths.first(), traveller=user, passenger=passenger)",
            )
        ),
    ),
    Wrong("ticket_page", "sold-twice", page((BOOK, f"{BOOK}; {BOOK}"))),
    Wrong(
        "ticket_page", "not-as-the-form-says", page(("user, passenger)", "user, user.username)"))
    ),
    Right("ticket_page", page((MINE, f"list({MINE})"))),
    Right(
        "ticket_page", page(("TicketForm()", "TicketForm(initial={'passenger': user.username})"))
    ),
]
FOUND = [*BASKETS, *ENTRIES, *QUOTES, *PAGES]
