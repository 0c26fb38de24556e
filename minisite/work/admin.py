from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from minisite.work import orders
from minisite.work.models import Job, Kind


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Background work, for reading, and for another try."""

    list_display = ("kind", "subject", "state", "done", "total", "tries", "says", "touched")
    list_filter = ("state", "kind")
    actions = ("again",)

    @admin.action(description="Try the chosen jobs again", permissions=["view"])
    def again(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        for job in chosen:
            orders.order(Kind(job.kind), job.subject)
        self.message_user(request, "Those that had failed are tried again.", messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False
