"""What every page knows about the visitor's basket."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from minisite.booking.basket import peek
from minisite.booking.models import Hold


def basket(request: HttpRequest) -> dict[str, object]:
    """`basket_size`: how many berths the visitor holds now. Looked up only if a page asks."""

    def size() -> int:
        # An error page may answer a request that no session middleware has seen.
        key = peek(request.session) if hasattr(request, "session") else ""
        return Hold.objects.filter(basket=key).live().count() if key else 0

    return {"basket_size": SimpleLazyObject(size)}
