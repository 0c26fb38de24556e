"""What the answers to set 18 are made of."""


def basket(*lines: str) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return f"async def add_to_basket(request):\n{body}"


READ = 'berths = await request.session.aget("berths", [])'
TELL = 'await request.session.aset("berths", berths)'
ADD = 'berths.append(int(request.GET["berth"]))'
ANSWER = 'return JsonResponse({"berths": berths})'


def enter(
    *changes: tuple[str, str],
    before: str = "",
) -> str:
    """The official sign-in with some of its text changed."""
    source = """
async def sign_in(request):
    if request.method != "POST":
        return JsonResponse({"error": "Send the form with POST."}, status=405)
    name, password = request.POST.get("name"), request.POST.get("password")
    if not name or not password:
        return JsonResponse({"error": "Name and password are needed."}, status=400)
    user = await aauthenticate(request, username=name, password=password)
    if user is None:
        return JsonResponse({"error": "Name and password do not fit."}, status=401)
    await alogin(request, user)
    berths = await request.session.aget("berths", [])
    return JsonResponse({"name": user.get_username(), "berths": len(berths)})
"""
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    return before + source


CHECK = "    user = await aauthenticate(request, username=name, password=password)\n"
ENTER = "    await alogin(request, user)\n"
OUTSIDE = """    if user is None:
        return JsonResponse({"error": "Name and password do not fit."}, status=401)
"""
BY_HAND = """    from django.contrib.auth.models import User
    user = await User.objects.filter(username=name).afirst()
"""


QUOTE = """
async def look_or_ask(carrier):
    price = await cache.aget(carrier)
    if price is None:
        price = await quote(carrier)
        await cache.aset(carrier, price, 60)
    return price
"""
FLY = """
async def cached_quote(carrier):
    if carrier not in on_the_way:
        on_the_way[carrier] = asyncio.create_task(look_or_ask(carrier))
        on_the_way[carrier].add_done_callback(lambda task: on_the_way.pop(carrier))
    return await asyncio.shield(on_the_way[carrier])
"""


def page(*changes: tuple[str, str]) -> str:
    """A ticket page with some of its text changed."""
    source = """
async def ticket_page(request):
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse("Sign in first.", status=401)

    def make_page():
        status, form = 200, TicketForm()
        if request.method == "POST":
            form = TicketForm(request.POST)
            status = 400
            if form.is_valid():
                train, passenger = form.cleaned_data["train"], form.cleaned_data["passenger"]
                try:
                    desk.book(train.pk, None, user, passenger)
                    status = 201
                except Refused as refusal:
                    form.add_error(None, str(refusal))
                    status = 409
        tickets = Booking.objects.filter(traveller=user).select_related(*ROUTE)
        page = PAGE.render(Context({"form": form, "tickets": tickets}))
        return HttpResponse(page, status=status)

    return await sync_to_async(make_page)()
"""
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    return source


HOP = "return await sync_to_async(make_page)()"
