from django.contrib import admin
from django.http import HttpRequest

from minisite.board.models import Report


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """What was said, for reading. New reports are made on the board's own page for the staff."""

    list_display = ("pk", "departure", "state", "delay", "platform", "made")
    list_filter = ("state", "departure__origin")
    list_select_related = ("departure",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False
