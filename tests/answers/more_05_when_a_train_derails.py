"""More answers to set 05: what its second readers tried."""

from tests.answers import Right, Wrong

MORE: list[Wrong | Right] = [
    Wrong(
        "sort_errors",
        "other-errors-lost",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except ExceptionGroup as group:
        for e in group.exceptions:
            if isinstance(e, SoldOut):
                found["sold out"].append(str(e))
            elif isinstance(e, OnStrike):
                found["on strike"].append(str(e))
            else:
                raise ExceptionGroup("x", [e])

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "other-error-unpacked",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
    except* OnStrike as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]

    except* ConnectionError as errors:
        raise errors.exceptions[0]
    except* Exception:
        pass

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "gather-gives-one-error",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        await asyncio.gather(*map(confirm, carriers))
    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
    except* OnStrike as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "tasks-outside-group",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                asyncio.create_task(confirm(carrier))
    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
    except* OnStrike as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "confirmed-in-turn",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                await group.create_task(confirm(carrier))
    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
    except* OnStrike as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "carriers-not-asked",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers[:-1]:
                group.create_task(confirm(carrier))
    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
    except* OnStrike as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "confirmed-in-turn",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    for carrier in carriers:
        try:
            await confirm(carrier)
        except SoldOut as error:
            found["sold out"].append(str(error))
        except OnStrike as error:
            found["on strike"].append(str(error))
    return found
""",
    ),
    Wrong(
        "sort_errors",
        "sorting-raises",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
        raise
    except* OnStrike as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]
        raise

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "try-inside-group",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    async with asyncio.TaskGroup() as group:
        try:
            for carrier in carriers:
                group.create_task(confirm(carrier))
        except* SoldOut as errors:
            found["sold out"] = [str(error) for error in errors.exceptions]
        except* OnStrike as errors:
            found["on strike"] = [str(error) for error in errors.exceptions]
    return found
""",
    ),
    Wrong(
        "sort_errors",
        "group-made-of-nothing",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except ExceptionGroup as group:
        for error in group.exceptions:
            if isinstance(error, SoldOut):
                found["sold out"].append(str(error))
            elif isinstance(error, OnStrike):
                found["on strike"].append(str(error))
            else:
                raise ExceptionGroup

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "letters-for-names",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except* SoldOut as errors:
        for e in errors.exceptions: found["sold out"].extend(str(e))
    except* OnStrike as errors:
        for e in errors.exceptions: found["on strike"].extend(str(e))

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "group-as-error",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except* SoldOut as errors:
        found["sold out"].append(errors.message)
    except* OnStrike as errors:
        found["on strike"].append(errors.message)

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "loop-name-for-error",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except* SoldOut as errors:
        found["sold out"].append(carrier)
    except* OnStrike as errors:
        found["on strike"].append(carrier)

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "group-attribute-unknown",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except* SoldOut as errors:
        found["sold out"] = [str(e) for e in errors.exception]
    except* OnStrike as errors:
        found["on strike"] = [str(e) for e in errors.exception]

    return found
""",
    ),
    Wrong(
        "sort_errors",
        "lists-shared",
        """
found = {"sold out": [], "on strike": []}

async def sort_errors(carriers):
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))
    except* SoldOut as errors:
        found["sold out"] += [str(error) for error in errors.exceptions]
    except* OnStrike as errors:
        found["on strike"] += [str(error) for error in errors.exceptions]
    return found
""",
    ),
    Wrong(
        "sort_errors",
        "lists-missing",
        """
async def sort_errors(carriers):
    found = {}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))
    except* SoldOut as errors:
        found["sold out"] = [str(error) for error in errors.exceptions]
    except* OnStrike as errors:
        found["on strike"] = [str(error) for error in errors.exceptions]
    return found
""",
    ),
    Right(
        "sort_errors",
        """
async def sort_errors(carriers):
    found = {"sold out": [], "on strike": []}
    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(confirm(carrier))

    except ExceptionGroup as group:
        rest = []
        for error in group.exceptions:
            if isinstance(error, SoldOut):
                found["sold out"].append(str(error))
            elif isinstance(error, OnStrike):
                found["on strike"].append(str(error))
            else:
                rest.append(error)
        if rest:
            raise ExceptionGroup("others", rest)

    return found
""",
    ),
    Wrong(
        "quotes_or_errors",
        "waited-for-nothing",
        """
async def quotes_or_errors(carriers):

    tasks = {carrier: asyncio.create_task(quote(carrier)) for carrier in carriers}
    await asyncio.wait(tasks.values())
    errors = {carrier: task.exception() for carrier, task in tasks.items() if task.exception()}
    return {c: task.result() for c, task in tasks.items() if c not in errors}, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "price-among-errors",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, int) and answer:
            prices[carrier] = answer
        else:
            errors[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "names-for-calls",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*carriers, return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "ended-before-answers",
        """
async def quotes_or_errors(carriers):

    tasks = [asyncio.create_task(quote(c)) for c in carriers]
    prices, errors = {}, {}
    for c, t in zip(carriers, tasks):
        if t.done():
            prices[c] = t.result()
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "carriers-in-neither",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
        return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "carriers-in-neither",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in list(zip(carriers, answers))[1:]:
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "whole-list-asked",
        """
async def quotes_or_errors(carriers):

    prices, errors = {}, {}
    answers = await asyncio.gather(quote(carriers), return_exceptions=True)
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "other-carriers-asked",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, DELAYS), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(DELAYS, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "other-carriers-asked",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(DELAYS, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "answers-shifted",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers), return_exceptions=True)
    good = [a for a in answers if not isinstance(a, Exception)]
    bad = [a for a in answers if isinstance(a, Exception)]
    return dict(zip(carriers, good)), dict(zip(carriers, bad))
""",
    ),
    Wrong(
        "quotes_or_errors",
        "gather-got-a-list",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather((quote(c) for c in carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "gather-got-a-list",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(map(quote, carriers), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "started-and-awaited",
        """
async def quotes_or_errors(carriers):

    prices, errors = {}, {}
    for c in carriers:
        task = asyncio.create_task(quote(c))
        try:
            prices[c] = await task
        except Exception as error:
            errors[c] = error
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "name-of-the-lesson",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, PRICES), return_exceptions=True)
    prices, errors = {}, {}
    for carrier, answer in zip(PRICES, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "option-inside-map",
        """
async def quotes_or_errors(carriers):
    answers = await asyncio.gather(*map(quote, carriers, return_exceptions=True))
    prices, errors = {}, {}
    for carrier, answer in zip(carriers, answers):
        if isinstance(answer, Exception):
            errors[carrier] = answer
        else:
            prices[carrier] = answer
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
            errors[carrier] = Exception(str(answer))
        else:
            prices[carrier] = answer
    return prices, errors
""",
    ),
    Wrong(
        "quotes_or_errors",
        "group-cancelled-answers",
        """
async def quotes_or_errors(carriers):

    tasks = {}
    prices, errors = {}, {}
    try:
        async with asyncio.TaskGroup() as group:
            for c in carriers:
                tasks[c] = group.create_task(quote(c))
    except* Exception as eg:
        pass
    for c, t in tasks.items():
        try:
            prices[c] = t.result()
        except Exception as e:
            errors[c] = e
    return prices, errors
""",
    ),
    Wrong(
        "all_or_nothing",
        "ticket-without-berth",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        ticket = await print_ticket(carrier)
        return await find_berth(carrier), ticket
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "result-of-a-cancelled-task",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return berth, await print_ticket(carrier)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    except* Exception as errors:
        pass
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "pending-left-running",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return berth, await print_ticket(carrier)

    tasks = [asyncio.create_task(leg(carrier)) for carrier in carriers]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "failed-carrier-asked-again",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        try:
            berth = await find_berth(carrier)
        except Exception:
            berth = await find_berth(carrier)
        return berth, await print_ticket(carrier)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "two-steps-in-one-task",
        """
async def all_or_nothing(carriers):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task((find_berth(carrier), print_ticket(carrier))) for carrier in carriers]
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "two-steps-in-one-task",
        """
async def all_or_nothing(carriers):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.gather(find_berth(carrier), print_ticket(carrier))) for carrier in carriers]
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "berths-then-tickets",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return berth, await print_ticket(carrier)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    return list(zip(*[task.result() for task in tasks]))
""",
    ),
    Wrong(
        "all_or_nothing",
        "tasks-for-results",
        """
async def all_or_nothing(carriers):
    async with asyncio.TaskGroup() as group:
        tasks = [(group.create_task(find_berth(carrier)), group.create_task(print_ticket(carrier))) for carrier in carriers]
    return tasks
""",
    ),
    Wrong(
        "all_or_nothing",
        "legs-awaited-in-turn",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return berth, await print_ticket(carrier)

    pairs = []
    async with asyncio.TaskGroup() as group:
        for carrier in carriers:
            task = group.create_task(leg(carrier))
            pairs.append(await task)
    return pairs
""",
    ),
    Right(
        "all_or_nothing",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return berth, await print_ticket(carrier)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
        return [await task for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "legs-missing",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return berth, await print_ticket(carrier)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers[1:]]
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "asked-nobody",
        """
async def all_or_nothing(carriers):
    return [(31, 'D-4410'), (7, 'C-0932'), (52, 'L-7781'), (18, 'H-2056')]
""",
    ),
    Wrong(
        "all_or_nothing",
        "ticket-needs-its-carrier",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return berth, await print_ticket(berth)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "half-of-each-pair",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return await print_ticket(carrier)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "all_or_nothing",
        "lists-for-pairs",
        """
async def all_or_nothing(carriers):
    async def leg(carrier):
        berth = await find_berth(carrier)
        return [berth, await print_ticket(carrier)]

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leg(carrier)) for carrier in carriers]
    return [task.result() for task in tasks]
""",
    ),
]
