"""The twelve carriers as data: one table for lessons, checks and the site.

All companies are invented. Their names run from A to L and are easy to type. The delays
add up to 2.00 s and the longest is 0.30 s, so a cell that asks all of them stays short.
No two delays and no two prices are equal: every order has one right answer.
"""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class Carrier:
    """One carrier as the rest of the world sees it.

    Attributes:
        name: The company, one ASCII word.
        delay: How long it takes to answer, in seconds.
        price: A berth for one night on a route of middle length, in euro.
        capacity: The most requests it answers at once. The next one gets "429 Too Many Requests".
        flaky: The share of searches (0.0 to 1.0) that its HTTP service answers with "503
            Service Unavailable". The same search always meets the same answer. `quote` never fails.
    """

    name: str
    delay: float
    price: int
    capacity: int
    flaky: float = 0.0


CARRIERS: tuple[Carrier, ...] = (
    Carrier("Aurora", delay=0.15, price=89, capacity=16),
    Carrier("Boreal", delay=0.30, price=64, capacity=12),
    Carrier("Corvo", delay=0.10, price=72, capacity=6, flaky=0.15),
    Carrier("Danube", delay=0.20, price=59, capacity=20),
    Carrier("Estrela", delay=0.12, price=95, capacity=12),
    Carrier("Fjord", delay=0.25, price=118, capacity=8),
    Carrier("Garonne", delay=0.08, price=83, capacity=24),
    Carrier("Helvet", delay=0.16, price=129, capacity=16),
    Carrier("Isar", delay=0.14, price=76, capacity=20),
    Carrier("Jura", delay=0.22, price=49, capacity=10),
    Carrier("Kestrel", delay=0.11, price=68, capacity=8, flaky=0.25),
    Carrier("Lumen", delay=0.17, price=54, capacity=12),
)

BY_NAME: dict[str, Carrier] = {carrier.name: carrier for carrier in CARRIERS}


async def quote(name: str) -> int:
    """Ask one carrier for the price of a berth.

    The sleep stands for the network: the carrier works, this program waits.

    Args:
        name: One of the twelve carriers, for example "Aurora".

    Returns:
        The price in euro.

    Raises:
        KeyError: There is no carrier of that name.

    Example:
        >>> await quote("Jura")
        49
    """
    carrier = BY_NAME[name]
    await asyncio.sleep(carrier.delay)
    return carrier.price
