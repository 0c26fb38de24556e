"""Route search in pure Python: work that computes and never waits.

A function that another process shall run must stand in a file that this process can import.
This module imports nothing heavy, so a new process has it at once.
"""

from math import dist

# Where the towns lie, in kilometres east and north of the first one.
TOWNS: dict[str, tuple[int, int]] = {
    "Lisbon": (0, 0),
    "Madrid": (460, 200),
    "Bordeaux": (700, 700),
    "Paris": (900, 1150),
    "Lyon": (1110, 800),
    "Turin": (1350, 740),
    "Zurich": (1410, 980),
    "Munich": (1650, 1090),
    "Vienna": (2010, 1100),
    "Prague": (1840, 1310),
}


def leg_price(start: str, end: str) -> float:
    """What one leg costs, in euro. A long leg costs more for each kilometre than a short one."""
    return float(dist(TOWNS[start], TOWNS[end]) ** 1.5 / 250)


def best_route(start: str, end: str, towns: int = 10) -> list[str]:
    """Find the cheapest route by trying every order of the towns between.

    There are cleverer ways. This one computes for a while, which is what lesson 07 needs.

    Args:
        start: The first town.
        end: The last town.
        towns: How many towns of the map to use, from 2 to 10. Each one more takes about seven
            times as long. Both ends are always on the map.

    Returns:
        The names of the towns, both ends included.

    Raises:
        KeyError: There is no town of that name.

    Example:
        >>> best_route("Lisbon", "Paris", towns=6)
        ['Lisbon', 'Madrid', 'Bordeaux', 'Paris']
    """
    between = [name for name in TOWNS if name not in (start, end)][: towns - 2]
    best, cheapest = [start, end], leg_price(start, end)

    def travel(route: list[str], cost: float, left: list[str]) -> None:
        nonlocal best, cheapest
        total = cost + leg_price(route[-1], end)
        if total < cheapest:
            best, cheapest = [*route, end], total
        for town in left:
            rest = [name for name in left if name != town]
            travel([*route, town], cost + leg_price(route[-1], town), rest)

    travel([start], 0.0, between)
    return best
