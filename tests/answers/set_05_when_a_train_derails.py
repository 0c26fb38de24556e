"""Answers to set 05."""

from tests.answers import Right, Wrong
from tests.answers.more_05_when_a_train_derails import MORE


def sorting(blocks):
    """The cell of `sort_errors` with these blocks below its group."""
    return f"""
async def sort_errors(carriers):
    found = {{"sold out": [], "on strike": []}}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))
{blocks}
    return found
"""


SORT_ERRORS = [
    # The name was changed, the star is missing.
    Wrong(
        "sort_errors",
        "group-needs-star",
        sorting("""
    except SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
    except OnStrike as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]
"""),
    ),
    # Only the star was added.
    Wrong(
        "sort_errors",
        "group-as-error",
        sorting("""
    except* SoldOut as error:
        found["sold out"].append(str(error))
    except* OnStrike as error:
        found["on strike"].append(str(error))
"""),
    ),
    Wrong(
        "sort_errors",
        "error-not-its-text",
        sorting("""
    except* SoldOut as errors:
        found["sold out"] += errors.exceptions
    except* OnStrike as errors:
        found["on strike"] += errors.exceptions
"""),
    ),
    Wrong(
        "sort_errors",
        "list-in-the-list",
        sorting("""
    except* SoldOut as errors:
        found["sold out"].append([str(error) for error in errors.exceptions])
    except* OnStrike as errors:
        found["on strike"].append([str(error) for error in errors.exceptions])
"""),
    ),
    # One error of each kind.
    Wrong(
        "sort_errors",
        "errors-lost-from-group",
        sorting("""
    except* SoldOut as errors:
        found["sold out"].append(str(errors.exceptions[0]))
    except* OnStrike as errors:
        found["on strike"].append(str(errors.exceptions[0]))
"""),
    ),
    # One kind is forgotten, and everything else is caught.
    Wrong(
        "sort_errors",
        "other-error-hidden",
        sorting("""
    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
    except* Exception as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]
"""),
    ),
    # By hand, and the rest is lost.
    Wrong(
        "sort_errors",
        "other-error-hidden",
        sorting("""
    except ExceptionGroup as group:
        for error in group.exceptions:
            if isinstance(error, SoldOut):
                found["sold out"].append(str(error))
            elif isinstance(error, OnStrike):
                found["on strike"].append(str(error))
"""),
    ),
    # By hand, and one strange error is raised alone.
    Wrong(
        "sort_errors",
        "other-error-unpacked",
        sorting("""
    except ExceptionGroup as group:
        for error in group.exceptions:
            if isinstance(error, SoldOut):
                found["sold out"].append(str(error))
            elif isinstance(error, OnStrike):
                found["on strike"].append(str(error))
            else:
                raise error
"""),
    ),
    # The group is given away.
    Wrong(
        "sort_errors",
        "others-not-stopped",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    answers = await asyncio.gather(*map(confirm, carriers), return_exceptions=True)
    for answer in answers:
        if isinstance(answer, SoldOut):
            found["sold out"].append(str(answer))
        elif isinstance(answer, OnStrike):
            found["on strike"].append(str(answer))
        elif isinstance(answer, Exception):
            raise ExceptionGroup("other errors", [answer])
    return found
""",
    ),
    # gather without options: only the first error is known.
    Wrong(
        "sort_errors",
        "gather-gives-one-error",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        await asyncio.gather(*map(confirm, carriers))
    except SoldOut as error:
        found["sold out"].append(str(error))
    except OnStrike as error:
        found["on strike"].append(str(error))
    return found
""",
    ),
    Wrong(
        "sort_errors",
        "errors-in-wrong-list",
        sorting("""
    except* SoldOut as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]
    except* OnStrike as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
"""),
    ),
    # The group is used as if it were a list.
    Wrong(
        "sort_errors",
        "group-not-opened",
        sorting("""
    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors]
    except* OnStrike as errors:
        found["on strike"] = [str(error) for error in errors]
"""),
    ),
    # Everything in one text.
    Wrong(
        "sort_errors",
        "errors-in-one-text",
        sorting("""
    except* SoldOut as errors:
        found["sold out"].append(", ".join(map(str, errors.exceptions)))
    except* OnStrike as errors:
        found["on strike"].append(", ".join(map(str, errors.exceptions)))
"""),
    ),
    # One block is forgotten.
    Wrong(
        "sort_errors",
        "kind-not-sorted",
        sorting("""
    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
"""),
    ),
    Right(
        "sort_errors",
        sorting("""
    except* SoldOut as errors:
        for error in errors.exceptions:
            found["sold out"].append(str(error))
    except* OnStrike as errors:
        for error in errors.exceptions:
            found["on strike"].append(str(error))
"""),
    ),
    # By hand, with `split`.
    Right(
        "sort_errors",
        sorting("""
    except ExceptionGroup as group:
        sold_out, rest = group.split(SoldOut)
        on_strike, rest = rest.split(OnStrike) if rest else (None, None)
        if sold_out:
            found["sold out"] += map(str, sold_out.exceptions)
        if on_strike:
            found["on strike"] += map(str, on_strike.exceptions)
        if rest:
            raise rest
"""),
    ),
    # One block for both kinds.
    Right(
        "sort_errors",
        sorting("""
    except* (SoldOut, OnStrike) as errors:
        for error in errors.exceptions:
            found["sold out" if isinstance(error, SoldOut) else "on strike"].append(str(error))
"""),
    ),
    # By hand, and the whole group goes on if anything in it is strange.
    Right(
        "sort_errors",
        sorting("""
    except ExceptionGroup as group:
        for error in group.exceptions:
            if isinstance(error, SoldOut):
                found["sold out"].append(error.args[0])
            elif isinstance(error, OnStrike):
                found["on strike"].append(error.args[0])
            else:
                raise
"""),
    ),
    # Each task catches its own error: then nobody stops the others.
    Wrong(
        "sort_errors",
        "others-not-stopped",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}

    async def safely(carrier):
        try:
            await confirm(carrier)
        except SoldOut as error:
            found["sold out"].append(str(error))
        except OnStrike as error:
            found["on strike"].append(str(error))

    async with asyncio.TaskGroup() as group:
        for carrier in carriers:
            group.create_task(safely(carrier))
    return found
""",
    ),
]

QUOTES_OR_ERRORS = [
    Wrong(
        "quotes_or_errors",
        "first-error-ends-all",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}
    answers = await asyncio.gather(*map(quote, carriers))
    for carrier, answer in zip(carriers, answers):
        prices[carrier] = answer
    return prices, errors
""",
    ),
    # The try stands around everything.
    Wrong(
        "quotes_or_errors",
        "first-error-ends-all",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}
    try:
        answers = await asyncio.gather(*map(quote, carriers))
        prices = dict(zip(carriers, answers))
    except Exception as error:
        errors = {"error": error}
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "group-cancelled-answers",
        """
async def quotes_or_errors(carriers):
    tasks, errors = {}, {}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                tasks[carrier] = group.create_task(quote(carrier))
    except* Exception as group:
        errors = {str(error): error for error in group.exceptions}
    prices = {c: t.result() for c, t in tasks.items() if not t.cancelled() and not t.exception()}
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "group-cancelled-answers",
        """
async def quotes_or_errors(carriers):
    async with asyncio.TaskGroup() as group:
        tasks = {carrier: group.create_task(quote(carrier)) for carrier in carriers}
    return {carrier: task.result() for carrier, task in tasks.items()}, {}
""",
    ),
    # The errors stay where they are.
    Wrong(
        "quotes_or_errors",
        "errors-among-prices",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    return dict(zip(carriers, answers)), {}
""",
    ),
    Wrong(
        "quotes_or_errors",
        "errors-among-prices",
        """
async def quotes_or_errors(carriers):
    return await asyncio.gather(*map(quote, carriers), return_exceptions=True)
""",
    ),
    Wrong(
        "quotes_or_errors",
        "carriers-dropped",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices = {c: a for c, a in zip(carriers, answers) if not isinstance(a, Exception)}
    return prices, {}
""",
    ),
    # Sorted first, named later.
    Wrong(
        "quotes_or_errors",
        "answers-shifted",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices = [answer for answer in answers if not isinstance(answer, Exception)]
    errors = [answer for answer in answers if isinstance(answer, Exception)]
    return dict(zip(carriers, prices)), dict(zip(carriers[len(prices):], errors))
""",
    ),
    # Two kinds are expected, there are more.
    Wrong(
        "quotes_or_errors",
        "one-kind-expected",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}

    async def ask(carrier):
        try:
            prices[carrier] = await quote(carrier)
        except (SoldOut, OnStrike) as error:
            errors[carrier] = error

    await asyncio.gather(*map(ask, carriers))
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "errors-among-prices",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, SoldOut):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "one-by-one",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}
    for carrier in carriers:
        try:
            prices[carrier] = await quote(carrier)
        except Exception as error:
            errors[carrier] = error
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "error-as-text",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, Exception):
            errors[carrier] = str(answer)
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "error-raised-again",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, Exception):
            raise answer
        prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "dicts-swapped",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        (errors if isinstance(answer, Exception) else prices)[carrier] = answer
    return errors, prices
""",
    ),
    # Tasks, one `try` for each; `except*` where `except` would do.
    Wrong(
        "quotes_or_errors",
        "error-in-a-group",
        """
async def quotes_or_errors(carriers):
    tasks = {carrier: asyncio.create_task(quote(carrier)) for carrier in carriers}
    prices, errors = {}, {}
    for carrier, task in tasks.items():
        try:
            prices[carrier] = await task
        except* Exception as error:
            errors[carrier] = error
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "never-awaited",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}
    for carrier in carriers:
        try:
            prices[carrier] = quote(carrier)
        except Exception as error:
            errors[carrier] = error
    return prices, errors
""",
    ),
    # A placeholder among the prices.
    Wrong(
        "quotes_or_errors",
        "carriers-in-both",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    for carrier, answer in zip(carriers, answers):
        prices[carrier] = answer
        if isinstance(answer, Exception):
            prices[carrier] = None
            errors[carrier] = answer
    return prices, errors
""",
    ),
    # A loop without a `try`.
    Wrong(
        "quotes_or_errors",
        "error-not-kept",
        """
async def quotes_or_errors(carriers):
    prices = {}
    for carrier in carriers:
        prices[carrier] = await quote(carrier)
    return prices, {}
""",
    ),
    # As they come.
    Right(
        "quotes_or_errors",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}

    async def ask(carrier):
        try:
            return carrier, await quote(carrier), None
        except Exception as error:
            return carrier, None, error

    for next_one in asyncio.as_completed([ask(carrier) for carrier in carriers]):
        carrier, price, error = await next_one
        if error is None:
            prices[carrier] = price
        else:
            errors[carrier] = error
    return prices, errors
""",
    ),
    # Each call catches its own error.
    Right(
        "quotes_or_errors",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}

    async def ask(carrier):
        try:
            prices[carrier] = await quote(carrier)
        except Exception as error:
            errors[carrier] = error

    await asyncio.gather(*map(ask, carriers))
    return prices, errors
""",
    ),
    Right(
        "quotes_or_errors",
        """
async def quotes_or_errors(carriers):
    prices, errors = {}, {}

    async def ask(carrier):
        try:
            prices[carrier] = await quote(carrier)
        except Exception as error:
            errors[carrier] = error

    async with asyncio.TaskGroup() as group:
        for carrier in carriers:
            group.create_task(ask(carrier))
    return prices, errors
""",
    ),
    Right(
        "quotes_or_errors",
        """
async def quotes_or_errors(carriers):
    tasks = {carrier: asyncio.create_task(quote(carrier)) for carrier in carriers}
    if tasks:
        await asyncio.wait(tasks.values())
    errors = {carrier: task.exception() for carrier, task in tasks.items() if task.exception()}
    return {c: task.result() for c, task in tasks.items() if c not in errors}, errors
""",
    ),
    Right(
        "quotes_or_errors",
        """
async def quotes_or_errors(carriers):
    tasks = {carrier: asyncio.create_task(quote(carrier)) for carrier in carriers}
    prices, errors = {}, {}
    for carrier, task in tasks.items():
        try:
            prices[carrier] = await task
        except Exception as error:
            errors[carrier] = error
    return prices, errors
""",
    ),
    Right(
        "quotes_or_errors",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    both = list(zip(carriers, answers))
    return (
        {name: answer for name, answer in both if isinstance(answer, int)},
        {name: answer for name, answer in both if not isinstance(answer, int)},
    )
""",
    ),
]

LEG = """
    async def leg(carrier):
        berth = await find_berth(carrier)
        return berth, await print_ticket(carrier)
"""


def journey(rest):
    """The cell of `all_or_nothing` with the right `leg`, and this below it."""
    return f"async def all_or_nothing(carriers):{LEG}{rest}"


ALL_OR_NOTHING = [
    Wrong(
        "all_or_nothing",
        "others-went-on",
        journey("""
    return await asyncio.gather(*map(leg, carriers))
"""),
    ),
    Wrong(
        "all_or_nothing",
        "errors-read-late",
        journey("""
    pairs = await asyncio.gather(*map(leg, carriers), return_exceptions=True)
    for pair in pairs:
        if isinstance(pair, Exception):
            raise pair
    return pairs
"""),
    ),
    Wrong(
        "all_or_nothing",
        "failure-hidden",
        journey("""
    return await asyncio.gather(*map(leg, carriers), return_exceptions=True)
"""),
    ),
    Wrong(
        "all_or_nothing",
        "failure-hidden",
        journey("""
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    except* Exception:
        tasks = []
    return [task.result() for task in tasks]
"""),
    ),
    # Tasks, awaited in turn.
    Wrong(
        "all_or_nothing",
        "error-heard-late",
        journey("""
    tasks = [asyncio.create_task(leg(carrier)) for carrier in carriers]
    return [await task for task in tasks]
"""),
    ),
    # Cancelled, and nobody waits for their end.
    Wrong(
        "all_or_nothing",
        "cancelled-not-awaited",
        journey("""
    tasks = [asyncio.create_task(leg(carrier)) for carrier in carriers]
    try:
        return await asyncio.gather(*tasks)
    except Exception:
        for task in tasks:
            task.cancel()
        raise
"""),
    ),
    Wrong(
        "all_or_nothing",
        "in-two-rounds",
        """
async def all_or_nothing(carriers):
    async with asyncio.TaskGroup() as group:
        berths = [group.create_task(find_berth(carrier)) for carrier in carriers]
    async with asyncio.TaskGroup() as group:
        tickets = [group.create_task(print_ticket(carrier)) for carrier in carriers]
    return [(b.result(), t.result()) for b, t in zip(berths, tickets)]
""",
    ),
    Wrong(
        "all_or_nothing",
        "legs-awaited-in-turn",
        """
async def all_or_nothing(carriers):
    pairs = []
    for carrier in carriers:
        berth = await find_berth(carrier)
        pairs.append((berth, await print_ticket(carrier)))
    return pairs
""",
    ),
    # A group, and an `await` for each task in it.
    Wrong(
        "all_or_nothing",
        "legs-awaited-in-turn",
        journey("""
    pairs = []
    async with asyncio.TaskGroup() as group:
        for carrier in carriers:
            pairs.append(await group.create_task(leg(carrier)))
    return pairs
"""),
    ),
    Wrong(
        "all_or_nothing",
        "tasks-for-results",
        journey("""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    return tasks
"""),
    ),
    # The results are read inside the block.
    Wrong(
        "all_or_nothing",
        "result-inside-block",
        journey("""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
        pairs = [task.result() for task in tasks]
    return pairs
"""),
    ),
    # Each leg appends when it is done.
    Wrong(
        "all_or_nothing",
        "legs-out-of-order",
        """
async def all_or_nothing(carriers):
    pairs = []

    async def leg(carrier):
        berth = await find_berth(carrier)
        pairs.append((berth, await print_ticket(carrier)))

    async with asyncio.TaskGroup() as group:
        for carrier in carriers:
            group.create_task(leg(carrier))
    return pairs
""",
    ),
    # A plain `with`.
    Wrong(
        "all_or_nothing",
        "with-needs-async",
        journey("""
    with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    return [task.result() for task in tasks]
"""),
    ),
    # An error of its own.
    Wrong(
        "all_or_nothing",
        "error-replaced",
        journey("""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    except ExceptionGroup:
        raise RuntimeError("no journey")
    return [task.result() for task in tasks]
"""),
    ),
    # Waits for the first error, and forgets the others.
    Wrong(
        "all_or_nothing",
        "others-went-on",
        journey("""
    tasks = [asyncio.create_task(leg(carrier)) for carrier in carriers]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    return [task.result() for task in tasks if task in done]
"""),
    ),
    # A group for one task, and gather in it.
    Wrong(
        "all_or_nothing",
        "others-went-on",
        journey("""
    async def all_legs():
        return await asyncio.gather(*map(leg, carriers))

    async with asyncio.TaskGroup() as group:
        task = group.create_task(all_legs())
    return task.result()
"""),
    ),
    # Tasks beside the group.
    Wrong(
        "all_or_nothing",
        "error-heard-late",
        journey("""
    async with asyncio.TaskGroup():
        tasks = [asyncio.create_task(leg(carrier)) for carrier in carriers]
        return [await task for task in tasks]
"""),
    ),
    # Berth and ticket at the same time.
    Wrong(
        "all_or_nothing",
        "ticket-without-berth",
        """
async def all_or_nothing(carriers):
    async with asyncio.TaskGroup() as group:
        berths = [group.create_task(find_berth(carrier)) for carrier in carriers]
        tickets = [group.create_task(print_ticket(carrier)) for carrier in carriers]
    return [(b.result(), t.result()) for b, t in zip(berths, tickets)]
""",
    ),
    Right(
        "all_or_nothing",
        """
async def all_or_nothing(carriers):
    pairs = [None] * len(carriers)

    async def leg(place, carrier):
        berth = await find_berth(carrier)
        pairs[place] = berth, await print_ticket(carrier)

    async with asyncio.TaskGroup() as group:
        for place, carrier in enumerate(carriers):
            group.create_task(leg(place, carrier))
    return pairs
""",
    ),
    # The first error alone, as the docstring allows.
    Right(
        "all_or_nothing",
        journey("""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    except ExceptionGroup as group:
        raise group.exceptions[0]
    return [task.result() for task in tasks]
"""),
    ),
    # Without a group: cancel the others, and wait until they have ended.
    Right(
        "all_or_nothing",
        journey("""
    tasks = [asyncio.create_task(leg(carrier)) for carrier in carriers]
    try:
        return await asyncio.gather(*tasks)
    except Exception:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
"""),
    ),
    Right(
        "all_or_nothing",
        journey("""
    tasks = [asyncio.create_task(leg(carrier)) for carrier in carriers]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in pending:
        task.cancel()
    if pending:
        await asyncio.wait(pending)
    return [task.result() for task in tasks if task in done]
"""),
    ),
    # A group for each step, in a group for all legs.
    Right(
        "all_or_nothing",
        """
async def all_or_nothing(carriers):
    async def step(coroutine):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(coroutine)
        return task.result()

    async def leg(carrier):
        return await step(find_berth(carrier)), await step(print_ticket(carrier))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
        return await asyncio.gather(*tasks)
""",
    ),
    # The tasks in a dict.
    Right(
        "all_or_nothing",
        journey("""
    results = {}
    async with asyncio.TaskGroup() as group:
        for number, carrier in enumerate(carriers):
            results[number] = group.create_task(leg(carrier))
    return list(map(asyncio.Task.result, results.values()))
"""),
    ),
]

ANSWERS = [*SORT_ERRORS, *QUOTES_OR_ERRORS, *ALL_OR_NOTHING, *MORE]
