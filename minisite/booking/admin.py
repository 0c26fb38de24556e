from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from minisite.booking import desk
from minisite.booking.errors import Refused
from minisite.booking.models import Booking, Hold

admin.site.enable_nav_sidebar = False  # a list of bookings needs the room


@admin.register(Booking)
class BookingAdmin(admin.ModelAdmin):
    """Tickets. A berth changes hands at the desk only, so here it can be read, not written."""

    list_display = ("reference", "passenger", "traveller", "train", "berth", "booked", "cancelled")
    list_filter = ("berth__departure__night", "berth__departure__carrier")
    list_select_related = ("traveller", "berth__departure")
    search_fields = ("reference", "passenger", "traveller__username")
    readonly_fields = ("reference", "berth", "traveller", "price", "booked", "cancelled")
    actions = ("cancel",)

    class Media:
        css: ClassVar = {"all": ["nightline/staff.css"]}

    @admin.display(ordering="berth__departure")
    def train(self, ticket: Booking) -> str:
        return str(ticket.berth.departure)

    @admin.action(description="Cancel the chosen tickets", permissions=["change"])
    def cancel(self, request: HttpRequest, tickets: QuerySet[Booking]) -> None:
        done = 0
        for ticket in tickets.select_related("traveller"):
            try:
                desk.cancel(ticket.reference, ticket.traveller)
                done += 1
            except Refused as refusal:
                text = f"{ticket.reference}: {refusal}"
                self.message_user(request, text, messages.ERROR)
        self.message_user(request, f"Cancelled: {done}.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Booking | None = None) -> bool:
        return False


@admin.register(Hold)
class HoldAdmin(admin.ModelAdmin):
    list_display = ("berth", "train", "expires", "is_live")
    list_select_related = ("berth__departure",)

    class Media:
        css: ClassVar = {"all": ["nightline/staff.css"]}

    @admin.display(ordering="berth__departure")
    def train(self, hold: Hold) -> str:
        return str(hold.berth.departure)

    @admin.display(boolean=True, description="live")
    def is_live(self, hold: Hold) -> bool:
        return hold.is_live

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Hold | None = None) -> bool:
        return False
