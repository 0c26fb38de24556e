from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

admin.site.site_header = admin.site.site_title = "Nightline: the staff's pages"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("minisite.search.urls")),
    path("", include("minisite.trains.urls")),
    path("", include("minisite.work.urls")),
    path("", include("minisite.booking.urls")),
    path("", include("minisite.board.urls")),
    path("", include("minisite.accounts.urls")),
    path("staff/", admin.site.urls),
]
