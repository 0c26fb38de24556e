from django.contrib import admin

from minisite.network.models import Station


@admin.register(Station)
class StationAdmin(admin.ModelAdmin):
    list_display = ("name", "country", "slug")
    search_fields = ("name", "slug")
