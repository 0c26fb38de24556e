from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from minisite.trains.models import Departure


@admin.register(Departure)
class DepartureAdmin(admin.ModelAdmin):
    """Trains come from the carriers, so the staff can look at them and correct a price."""

    list_display = ("carrier", "train", "origin", "destination", "departs", "price", "berths")
    list_filter = ("night", "carrier", "origin")
    list_select_related = ("origin", "destination")
    search_fields = ("train", "origin__name", "destination__name")
    date_hierarchy = "night"
    readonly_fields = (
        "carrier",
        "train",
        "origin",
        "destination",
        "night",
        "departs",
        "arrives",
        "changes",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Departure]:
        return super().get_queryset(request).annotate(berth_count=Count("berths"))

    @admin.display(ordering="berth_count")
    def berths(self, departure: Departure) -> int:
        return departure.berth_count  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
