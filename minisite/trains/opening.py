"""How a train comes on sale: its carrier offers it, and it is written down with its berths."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import make_aware

from minisite.search.asking import Offer, Question
from minisite.trains.models import Berth, Departure


def write_down(question: Question, offer: Offer) -> Departure:
    """Put one train on sale. The same train again changes nothing.

    Args:
        question: Where it runs, and on which night.
        offer: What the carrier said.
    """
    # Two visitors may open a new train at once. The second one's insert meets the constraint.
    with transaction.atomic():
        departure, is_new = Departure.objects.get_or_create(
            carrier=offer.carrier,
            origin=question.origin,
            destination=question.destination,
            night=question.night,
            defaults=_particulars(offer),
        )
        if is_new:
            Berth.objects.bulk_create(_berths(departure, offer))
    return departure


def write_many(trains: Iterable[tuple[Question, Offer]]) -> int:
    """Put many trains on sale with few queries. Those that are there already stay as they are.

    Returns:
        How many were new.
    """
    with transaction.atomic():
        known = set(
            Departure.objects.values_list("carrier", "origin_id", "destination_id", "night")
        )
        offers: list[Offer] = []
        departures: list[Departure] = []
        for question, offer in trains:
            route = (question.origin.slug, question.destination.slug)
            if (offer.carrier, *route, question.night) in known:
                continue
            offers.append(offer)
            departures.append(
                Departure(
                    carrier=offer.carrier,
                    origin=question.origin,
                    destination=question.destination,
                    night=question.night,
                    **_particulars(offer),
                )
            )
        Departure.objects.bulk_create(departures)
        pairs = zip(departures, offers, strict=True)
        Berth.objects.bulk_create(
            [berth for departure, offer in pairs for berth in _berths(departure, offer)]
        )
    return len(departures)


def _particulars(offer: Offer) -> dict[str, object]:
    return {
        "train": offer.train,
        "departs": make_aware(offer.departs),
        "arrives": make_aware(offer.arrives),
        "price": offer.price,
    }


def _berths(departure: Departure, offer: Offer) -> list[Berth]:
    return [Berth(departure=departure, number=number) for number in range(1, offer.berths + 1)]
