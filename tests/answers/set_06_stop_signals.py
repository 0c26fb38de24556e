"""Answers to set 06."""

from tests.answers import Right, Wrong

WITH_DEADLINE = [
    # The given code, said in another way: still a clock for each question.
    Wrong(
        "with_deadline",
        "budget-for-each",
        """
async def with_deadline(carriers, budget):
    prices = []
    for carrier in carriers:
        prices.append(await asyncio.wait_for(quote(carrier), budget))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "budget-for-each",
        """
async def within(carrier, budget):
    async with asyncio.timeout(budget):
        return await quote(carrier)


async def with_deadline(carriers, budget):
    return [await within(carrier, budget) for carrier in carriers]
""",
    ),
    Wrong(
        "with_deadline",
        "budget-shared-out",
        """
async def with_deadline(carriers, budget):
    prices = []
    for carrier in carriers:
        async with asyncio.timeout(budget / len(carriers)):
            prices.append(await quote(carrier))
    return prices
""",
    ),
    # The clock stands around nothing that waits.
    Wrong(
        "with_deadline",
        "budget-without-clock",
        """
async def with_deadline(carriers, budget):
    prices = []
    for carrier in carriers:
        prices.append(await quote(carrier))
    asyncio.timeout(budget)
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "budget-without-clock",
        """
async def with_deadline(carriers, budget):
    prices = []
    for carrier in carriers:
        prices.append(await quote(carrier))
    async with asyncio.timeout(budget):
        return prices
""",
    ),
    Wrong(
        "with_deadline",
        "looked-too-late",
        """
import time


async def with_deadline(carriers, budget):
    start = time.monotonic()
    prices = []
    for carrier in carriers:
        prices.append(await quote(carrier))
        if time.monotonic() - start > budget:
            raise TimeoutError
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-kept-secret",
        """
async def with_deadline(carriers, budget):
    prices = []
    try:
        async with asyncio.timeout(budget):
            for carrier in carriers:
                prices.append(await quote(carrier))
    except TimeoutError:
        pass
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "two-on-one-line",
        """
async def with_deadline(carriers, budget):
    async with asyncio.timeout(budget):
        return await asyncio.gather(*(quote(carrier) for carrier in carriers))
""",
    ),
    Wrong(
        "with_deadline",
        "timeout-needs-async-with",
        """
async def with_deadline(carriers, budget):
    prices = []
    with asyncio.timeout(budget):
        for carrier in carriers:
            prices.append(await quote(carrier))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "never-awaited",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers:
            prices.append(quote(carrier))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "nothing-returned",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers:
            prices.append(await quote(carrier))
""",
    ),
    Wrong(
        "with_deadline",
        "given-up-early",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(1.0):
        for carrier in carriers:
            prices.append(await quote(carrier))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "clock-set-too-late",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget * len(carriers)):
        for carrier in carriers:
            prices.append(await quote(carrier))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "given-up-early",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget / 2):
        for carrier in carriers:
            prices.append(await quote(carrier))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "budget-for-each",
        """
async def with_deadline(carriers, budget):
    prices = []
    for carrier in carriers:
        async with asyncio.timeout(budget):
            prices.append(await quote(carrier))
        budget -= 0.3
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-caught-too-much",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers:
            try:
                prices.append(await quote(carrier))
            except Exception:
                prices.append(None)
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-caught-too-much",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers:
            try:
                prices.append(await quote(carrier))
            except ConnectionError:
                pass
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-caught-too-much",
        """
async def with_deadline(carriers, budget):
    prices = []
    try:
        async with asyncio.timeout(budget):
            for carrier in carriers:
                prices.append(await quote(carrier))
    except:
        raise TimeoutError
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-caught-too-much",
        """
async def with_deadline(carriers, budget):
    prices = []
    try:
        async with asyncio.timeout(budget):
            for carrier in carriers:
                prices.append(await quote(carrier))
    except (TimeoutError, asyncio.CancelledError):
        raise TimeoutError
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "clock-signal-caught",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers:
            try:
                prices.append(await quote(carrier))
            except asyncio.CancelledError:
                break
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-left-carriers-out",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers:
            prices.append(await quote(carrier))
            return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-left-carriers-out",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers[:-1]:
            prices.append(await quote(carrier))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-other-error",
        """
async def with_deadline(carriers, budget):
    prices = []
    try:
        async with asyncio.timeout(budget):
            for carrier in carriers:
                prices.append(await quote(carrier))
    except TimeoutError:
        raise ValueError("late")
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "asked-twice",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers:
            await quote(carrier)
            prices.append(await quote(carrier))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-list-emptied",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        while carriers:
            prices.append(await quote(carriers.pop(0)))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-prices-out-of-order",
        """
async def with_deadline(carriers, budget):
    prices = []
    async with asyncio.timeout(budget):
        for carrier in carriers:
            prices.append(await quote(carrier))
    return sorted(prices)
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-list-kept",
        """
prices = []


async def with_deadline(carriers, budget):
    async with asyncio.timeout(budget):
        for carrier in carriers:
            prices.append(await quote(carrier))
    return prices
""",
    ),
    Wrong(
        "with_deadline",
        "deadline-yields",
        """
async def with_deadline(carriers, budget):
    async with asyncio.timeout(budget):
        for carrier in carriers:
            yield await quote(carrier)
""",
    ),
    Right(
        "with_deadline",
        """
async def with_deadline(carriers, budget):
    async def ask_all():
        return [await quote(carrier) for carrier in carriers]

    return await asyncio.wait_for(ask_all(), budget)
""",
    ),
    Right(
        "with_deadline",
        """
async def with_deadline(carriers, budget):
    loop = asyncio.get_running_loop()
    end = loop.time() + budget
    prices = []
    for carrier in carriers:
        async with asyncio.timeout_at(end):
            prices.append(await quote(carrier))
    return prices
""",
    ),
    # What is left of the budget, by another clock.
    Right(
        "with_deadline",
        """
import time


async def with_deadline(carriers, budget):
    start = time.monotonic()
    prices = []
    for carrier in carriers:
        left = budget - (time.monotonic() - start)
        prices.append(await asyncio.wait_for(quote(carrier), left))
    return prices
""",
    ),
    Right(
        "with_deadline",
        """
async def with_deadline(carriers, budget):
    async def ask_all():
        return [await quote(carrier) for carrier in carriers]

    task = asyncio.create_task(ask_all())
    done, late = await asyncio.wait([task], timeout=budget)
    if late:
        task.cancel()
        await asyncio.wait([task])
        raise TimeoutError("the budget is over")
    return task.result()
""",
    ),
]

HOLD_BERTH = [
    Wrong(
        "hold_berth",
        "hold-survives-error",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    await check_passport(traveller)
    ticket = await pay(berth)
    await release(berth)
    return ticket
""",
    ),
    # Errors as values: each of them is thought of, and a stop signal is none of them.
    Wrong(
        "hold_berth",
        "hold-survives-cancel",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    refused, *_ = await asyncio.gather(check_passport(traveller), return_exceptions=True)
    if refused:
        await release(berth)
        raise refused
    ticket, *_ = await asyncio.gather(pay(berth), return_exceptions=True)
    await release(berth)
    if isinstance(ticket, Exception):
        raise ticket
    return ticket
""",
    ),
    Wrong(
        "hold_berth",
        "cancel-is-no-exception",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
    except Exception:
        await release(berth)
        raise
    await release(berth)
    return ticket
""",
    ),
    Wrong(
        "hold_berth",
        "try-begins-late",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    await check_passport(traveller)
    try:
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    # The same gap, and errors are thought of: only a stop signal falls into it.
    Wrong(
        "hold_berth",
        "try-begins-late",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
    except ValueError:
        await release(berth)
        raise
    try:
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "try-begins-early",
        """
async def hold_berth(carrier, traveller):
    try:
        berth = await hold(carrier)
        await check_passport(traveller)
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "try-begins-early",
        """
async def hold_berth(carrier, traveller):
    berth = None
    try:
        berth = await hold(carrier)
        await check_passport(traveller)
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "hold-went-on-after-cancel",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
    except asyncio.CancelledError:
        await release(berth)
        return None
    except Exception:
        await release(berth)
        raise
    await release(berth)
    return ticket
""",
    ),
    # A `return` in `finally` swallows errors and stop signals alike.
    Wrong(
        "hold_berth",
        "finally-with-return",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    ticket = None
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
    finally:
        await release(berth)
        return ticket
""",
    ),
    Wrong(
        "hold_berth",
        "refusal-kept",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    except Exception as error:
        print(error)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "error-of-hold-replaced",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    except BaseException:
        raise RuntimeError("no ticket")
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "released-again",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
        await release(berth)
        return ticket
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "never-awaited",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    finally:
        release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "release-not-waited-for",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    finally:
        asyncio.create_task(release(berth))
""",
    ),
    Wrong(
        "hold_berth",
        "never-released",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    except BaseException:
        await release(berth)
        raise
""",
    ),
    Wrong(
        "hold_berth",
        "paid-unchecked",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        _, ticket = await asyncio.gather(check_passport(traveller), pay(berth))
        return ticket
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "released-before-paid",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
    finally:
        await release(berth)
    return await pay(berth)
""",
    ),
    # The cleanup itself waits, and can be stopped there.
    Wrong(
        "hold_berth",
        "cleanup-stopped",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    finally:
        await asyncio.sleep(0.1)
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "released-something-else",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    finally:
        await release(carrier)
""",
    ),
    Wrong(
        "hold_berth",
        "never-awaited",
        """
async def hold_berth(carrier, traveller):
    berth = hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    # Only the traveller who leaves is thought of.
    Wrong(
        "hold_berth",
        "hold-survives-error",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
    except asyncio.CancelledError:
        await release(berth)
        raise
    await release(berth)
    return ticket
""",
    ),
    Wrong(
        "hold_berth",
        "step-got-something-else",
        """
async def hold_berth(carrier, traveller):
    berth = await hold("Kestrel")
    try:
        await check_passport(traveller)
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "step-got-something-else",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport("Ada")
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "step-got-something-else",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(carrier)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "paid-again",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        await pay(berth)
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "asked-again-after-refusal",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        try:
            return await pay(berth)
        except Exception:
            return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "hold-survives-error",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
    except (ValueError, asyncio.CancelledError):
        await release(berth)
        raise
    await release(berth)
    return ticket
""",
    ),
    Wrong(
        "hold_berth",
        "released-again",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
        await release(berth)
        return ticket
    except BaseException:
        await release(berth)
        raise
""",
    ),
    Wrong(
        "hold_berth",
        "payment-goes-on",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await asyncio.shield(pay(berth))
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "zero-is-a-berth",
        """
async def hold_berth(carrier, traveller):
    berth = None
    try:
        berth = await hold(carrier)
        await check_passport(traveller)
        return await pay(berth)
    finally:
        if berth:
            await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "released-by-hand",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    finally:
        on_hold.discard(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "never-paid",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        if await check_passport(traveller):
            return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "passport-skipped",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        return await pay(berth)
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "error-of-hold-replaced",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        return await pay(berth)
    except asyncio.CancelledError:
        raise RuntimeError("the traveller left")
    finally:
        await release(berth)
""",
    ),
    Wrong(
        "hold_berth",
        "cleanup-fails",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
        return ticket
    finally:
        await release(berth)
        print("sold:", ticket)
""",
    ),
    Right(
        "hold_berth",
        """
async def hold_berth(carrier, traveller):
    berth = None
    try:
        berth = await hold(carrier)
        await check_passport(traveller)
        ticket = await pay(berth)
    finally:
        if berth is not None:
            await release(berth)
    return ticket
""",
    ),
    Right(
        "hold_berth",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await check_passport(traveller)
        ticket = await pay(berth)
    except BaseException:
        await release(berth)
        raise
    else:
        await release(berth)
        return ticket
""",
    ),
    Right(
        "hold_berth",
        """
import contextlib


@contextlib.asynccontextmanager
async def held(carrier):
    berth = await hold(carrier)
    try:
        yield berth
    finally:
        await release(berth)


async def hold_berth(carrier, traveller):
    async with held(carrier) as berth:
        await check_passport(traveller)
        return await pay(berth)
""",
    ),
    Right(
        "hold_berth",
        """
import contextlib


async def hold_berth(carrier, traveller):
    async with contextlib.AsyncExitStack() as cleanup:
        berth = await hold(carrier)
        cleanup.push_async_callback(release, berth)
        await check_passport(traveller)
        return await pay(berth)
""",
    ),
    # Nothing is held while the passport is checked.
    Right(
        "hold_berth",
        """
async def hold_berth(carrier, traveller):
    await check_passport(traveller)
    berth = await hold(carrier)
    try:
        return await pay(berth)
    finally:
        await asyncio.wait_for(release(berth), 5)
""",
    ),
    # The release cannot be stopped halfway.
    Right(
        "hold_berth",
        """
async def hold_berth(carrier, traveller):
    berth = await hold(carrier)
    try:
        await asyncio.create_task(check_passport(traveller))
        return await asyncio.create_task(pay(berth))
    finally:
        await asyncio.shield(release(berth))
""",
    ),
]

FASTEST = [
    Wrong(
        "fastest",
        "waited-for-more",
        """
async def fastest(carriers):
    prices = await asyncio.gather(*(quote(carrier) for carrier in carriers))
    return carriers[0], prices[0]
""",
    ),
    Wrong(
        "fastest",
        "waited-for-more",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    done, late = await asyncio.wait(names)
    winner = done.pop()
    return names[winner], winner.result()
""",
    ),
    # A guess at how long the first one needs.
    Wrong(
        "fastest",
        "waited-for-more",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    done, late = await asyncio.wait(names, timeout=0.3)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    winner = done.pop()
    return names[winner], winner.result()
""",
    ),
    Wrong(
        "fastest",
        "others-go-on",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
    winner = done.pop()
    return names[winner], winner.result()
""",
    ),
    Wrong(
        "fastest",
        "cancelled-not-waited-for",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
    for task in late:
        task.cancel()
    winner = done.pop()
    return names[winner], winner.result()
""",
    ),
    # One more turn is not enough for a goodbye.
    Wrong(
        "fastest",
        "cancelled-not-waited-for",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = done.pop()
        return names[winner], winner.result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.sleep(0)
""",
    ),
    Wrong(
        "fastest",
        "awaited-what-it-cancelled",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
    for task in late:
        task.cancel()
        await task
    winner = done.pop()
    return names[winner], winner.result()
""",
    ),
    Wrong(
        "fastest",
        "awaited-what-it-cancelled",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = done.pop()
        return names[winner], winner.result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names)
""",
    ),
    Wrong(
        "fastest",
        "race-goes-on",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    winner = done.pop()
    return names[winner], winner.result()
""",
    ),
    Wrong(
        "fastest",
        "first-without-name",
        """
async def fastest(carriers):
    tasks = [asyncio.create_task(quote(carrier)) for carrier in carriers]
    try:
        done, late = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "not-all-asked",
        """
async def fastest(carriers):
    return carriers[0], await quote(carriers[0])
""",
    ),
    Wrong(
        "fastest",
        "one-by-one",
        """
async def fastest(carriers):
    best, shortest = None, 1000
    for carrier in carriers:
        start = asyncio.get_running_loop().time()
        price = await quote(carrier)
        took = asyncio.get_running_loop().time() - start
        if took < shortest:
            best, shortest = (carrier, price), took
    return best
""",
    ),
    Wrong(
        "fastest",
        "swallowed-cancel",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    answer = None
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = done.pop()
        answer = names[winner], winner.result()
    except asyncio.CancelledError:
        pass
    for task in names:
        task.cancel()
    await asyncio.gather(*names, return_exceptions=True)
    return answer
""",
    ),
    Wrong(
        "fastest",
        "waited-for-more",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, timeout=0.25)
        winner = done.pop()
        return names[winner], winner.result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "looked-again-and-again",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        while not (done := {task for task in names if task.done()}):
            await asyncio.sleep(0.01)
        winner = done.pop()
        return names[winner], winner.result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "looked-again-and-again",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        while not (done := {task for task in names if task.done()}):
            await asyncio.sleep(0)
        winner = done.pop()
        return names[winner], winner.result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "waited-for-nobody",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = done.pop()
        return names[winner], winner.result()
    finally:
        late = [task for task in names if task.cancel()]
        await asyncio.wait(late)
""",
    ),
    Wrong(
        "fastest",
        "not-all-stopped",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = done.pop()
        return names[winner], winner.result()
    finally:
        tasks = list(names)[:-1]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "asked-winner-again",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = names[done.pop()]
        return winner, await quote(winner)
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "finally-with-return",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    answer = None
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = done.pop()
        answer = names[winner], winner.result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
        return answer
""",
    ),
    Wrong(
        "fastest",
        "stopped-before-the-name",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = done.pop()
        return names[winner], winner.result()
    finally:
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "first-without-name",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        winner = done.pop()
        return winner.get_name(), winner.result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "done-is-a-set",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        return names[done[0]], done[0].result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
""",
    ),
    Wrong(
        "fastest",
        "taken-twice",
        """
async def fastest(carriers):
    names = {asyncio.create_task(quote(carrier)): carrier for carrier in carriers}
    try:
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        return names[done.pop()], done.pop().result()
    finally:
        for task in names:
            task.cancel()
        await asyncio.gather(*names, return_exceptions=True)
""",
    ),
    Right(
        "fastest",
        """
async def fastest(carriers):
    async def ask(carrier):
        return carrier, await quote(carrier)

    tasks = [asyncio.create_task(ask(carrier)) for carrier in carriers]
    try:
        for answer in asyncio.as_completed(tasks):
            return await answer
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
""",
    ),
    # A group waits for its children, also for those that were cancelled.
    Right(
        "fastest",
        """
async def fastest(carriers):
    async with asyncio.TaskGroup() as group:
        names = {group.create_task(quote(carrier)): carrier for carrier in carriers}
        done, late = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)
        for task in late:
            task.cancel()
    winner = done.pop()
    return names[winner], winner.result()
""",
    ),
    Right(
        "fastest",
        """
async def fastest(carriers):
    queue = asyncio.Queue()

    async def ask(carrier):
        await queue.put((carrier, await quote(carrier)))

    everybody = asyncio.gather(*(ask(carrier) for carrier in carriers), return_exceptions=True)
    try:
        return await queue.get()
    finally:
        everybody.cancel()
        try:
            await everybody
        except asyncio.CancelledError:
            pass
""",
    ),
    # The first who is done ends the group.
    Right(
        "fastest",
        """
class Found(Exception):
    pass


async def fastest(carriers):
    found = []

    async def ask(carrier):
        found.append((carrier, await quote(carrier)))
        raise Found

    try:
        async with asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(ask(carrier))
    except* Found:
        pass
    return found[0]
""",
    ),
    # One goodbye after another: slower, and still before anybody else answers.
    Right(
        "fastest",
        """
async def fastest(carriers):
    tasks = [asyncio.create_task(quote(carrier), name=carrier) for carrier in carriers]
    try:
        done, late = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return [(task.get_name(), task.result()) for task in done][0]
    finally:
        for task in tasks:
            task.cancel()
            await asyncio.wait([task])
""",
    ),
]

STOP_BOTH = """
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
"""

HEDGED = [
    # `wait_for` stops the first question before the second begins.
    Wrong(
        "hedged",
        "first-given-up",
        """
async def hedged(primary, backup, after):
    try:
        return await asyncio.wait_for(quote(primary), after)
    except (TimeoutError, ConnectionError):
        return await quote(backup)
""",
    ),
    Wrong(
        "hedged",
        "second-always-asked",
        """
async def hedged(primary, backup, after):
    tasks = [asyncio.create_task(quote(name)) for name in (primary, backup)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
"""
        + STOP_BOTH,
    ),
    Wrong(
        "hedged",
        "failure-ends-race",
        """
async def hedged(primary, backup, after):
    tasks = [asyncio.create_task(quote(primary))]
    try:
        done, _ = await asyncio.wait(tasks, timeout=after)
        if not done:
            tasks.append(asyncio.create_task(quote(backup)))
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
"""
        + STOP_BOTH,
    ),
    # A fixed sleep: also when the first has failed long ago.
    Wrong(
        "hedged",
        "second-at-wrong-time",
        """
async def hedged(primary, backup, after):
    async def later():
        await asyncio.sleep(after)
        return await quote(backup)

    tasks = [asyncio.create_task(quote(primary)), asyncio.create_task(later())]
    failure = None
    try:
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError as error:
                failure = error
        raise failure
"""
        + STOP_BOTH,
    ),
    Wrong(
        "hedged",
        "second-not-asked",
        """
async def hedged(primary, backup, after):
    try:
        return await quote(primary)
    except ConnectionError:
        return await quote(backup)
""",
    ),
    Wrong(
        "hedged",
        "cancelled-not-waited-for",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    tasks = [first]
    failure = None
    try:
        await asyncio.wait(tasks, timeout=after)
        if first.done() and first.exception() is None:
            return first.result()
        tasks.append(asyncio.create_task(quote(backup)))
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError as error:
                failure = error
        raise failure
    finally:
        for task in tasks:
            task.cancel()
""",
    ),
    Wrong(
        "hedged",
        "others-go-on",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    await asyncio.wait([first], timeout=after)
    if first.done() and first.exception() is None:
        return first.result()
    tasks = [first, asyncio.create_task(quote(backup))]
    failure = None
    for answer in asyncio.as_completed(tasks):
        try:
            return await answer
        except ConnectionError as error:
            failure = error
    raise failure
""",
    ),
    Wrong(
        "hedged",
        "race-goes-on",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    await asyncio.wait([first], timeout=after)
    if first.done() and first.exception() is None:
        return first.result()
    tasks = [first, asyncio.create_task(quote(backup))]
    failure = None
    for answer in asyncio.as_completed(tasks):
        try:
            price = await answer
            break
        except ConnectionError as error:
            failure = error
    else:
        raise failure
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return price
""",
    ),
    Wrong(
        "hedged",
        "waited-for-loser",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    await asyncio.wait([first], timeout=after)
    if first.done() and first.exception() is None:
        return first.result()
    second = asyncio.create_task(quote(backup))
    await asyncio.wait([first, second])
    if second.exception() is None:
        return second.result()
    return first.result()
""",
    ),
    Wrong(
        "hedged",
        "primary-failure-hidden",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    tasks = [first]
    try:
        await asyncio.wait(tasks, timeout=after)
        if first.done() and first.exception() is None:
            return first.result()
        tasks.append(asyncio.create_task(quote(backup)))
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError:
                pass
"""
        + STOP_BOTH,
    ),
    Wrong(
        "hedged",
        "swallowed-cancel",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    tasks = [first]
    try:
        try:
            await asyncio.wait(tasks, timeout=after)
        except BaseException:
            pass
        if first.done() and first.exception() is None:
            return first.result()
        tasks.append(asyncio.create_task(quote(backup)))
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError as error:
                failure = error
        raise failure
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    Wrong(
        "hedged",
        "race-goes-on",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    tasks = [first]
    await asyncio.wait(tasks, timeout=after)
    try:
        if first.done() and first.exception() is None:
            return first.result()
        tasks.append(asyncio.create_task(quote(backup)))
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError as error:
                failure = error
        raise failure
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    Wrong(
        "hedged",
        "both-failed-other-error",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    tasks = [first]
    try:
        await asyncio.wait(tasks, timeout=after)
        if first.done() and first.exception() is None:
            return first.result()
        tasks.append(asyncio.create_task(quote(backup)))
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError:
                pass
        raise RuntimeError("both failed")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    Wrong(
        "hedged",
        "error-name-is-gone",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    tasks = [first]
    try:
        await asyncio.wait(tasks, timeout=after)
        if first.done() and first.exception() is None:
            return first.result()
        tasks.append(asyncio.create_task(quote(backup)))
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError as failure:
                pass
        raise failure
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    Wrong(
        "hedged",
        "carriers-swapped",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(backup))
    tasks = [first]
    try:
        await asyncio.wait(tasks, timeout=after)
        if first.done() and first.exception() is None:
            return first.result()
        tasks.append(asyncio.create_task(quote(primary)))
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError as error:
                failure = error
        raise failure
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    Wrong(
        "hedged",
        "first-given-up",
        """
async def hedged(primary, backup, after):
    try:
        return await asyncio.wait_for(quote(primary), after)
    except (TimeoutError, ConnectionError):
        pass
    tasks = [asyncio.create_task(quote(name)) for name in (primary, backup)]
    failure = None
    try:
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError as error:
                failure = error
        raise failure
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    Wrong(
        "hedged",
        "failure-ends-race",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    tasks = [first]
    try:
        await asyncio.wait(tasks, timeout=after)
        if first.done():
            return first.result()
        tasks.append(asyncio.create_task(quote(backup)))
        failure = None
        for answer in asyncio.as_completed(tasks):
            try:
                return await answer
            except ConnectionError as error:
                failure = error
        raise failure
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
""",
    ),
    # Two sets in a loop.
    Right(
        "hedged",
        """
async def hedged(primary, backup, after):
    tasks = {asyncio.create_task(quote(primary))}
    waiting = set(tasks)
    try:
        done, waiting = await asyncio.wait(waiting, timeout=after)
        if not done or done.copy().pop().exception():
            second = asyncio.create_task(quote(backup))
            tasks.add(second)
            waiting.add(second)
        while True:
            for task in done:
                if not task.exception() or not waiting:
                    return task.result()
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
"""
        + STOP_BOTH,
    ),
    Right(
        "hedged",
        """
async def hedged(primary, backup, after):
    first = asyncio.create_task(quote(primary))
    tasks = [first]
    try:
        try:
            return await asyncio.wait_for(asyncio.shield(first), after)
        except (TimeoutError, ConnectionError):
            second = asyncio.create_task(quote(backup))
            tasks.append(second)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one, other in ((first, second), (second, first)):
            if one.done():
                try:
                    return await one
                except ConnectionError:
                    return await other
"""
        + STOP_BOTH,
    ),
    # A group, and an event that says: the first one is no help.
    Right(
        "hedged",
        """
async def hedged(primary, backup, after):
    answers = asyncio.Queue()
    failed = asyncio.Event()

    async def ask(name):
        try:
            await answers.put((await quote(name), None))
        except ConnectionError as error:
            failed.set()
            await answers.put((None, error))

    async def help_out():
        try:
            async with asyncio.timeout(after):
                await failed.wait()
        except TimeoutError:
            pass
        await ask(backup)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(primary)), group.create_task(help_out())]
        price, error = await answers.get()
        if error:
            price, error = await answers.get()
        for task in tasks:
            task.cancel()
    if error:
        raise error
    return price
""",
    ),
]

ANSWERS = [*WITH_DEADLINE, *HOLD_BERTH, *FASTEST, *HEDGED]
