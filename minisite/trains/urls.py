from datetime import date

from django.urls import path, register_converter

from minisite.trains import views


class Night:
    """A date in an address: 2026-05-02."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # a ValueError means: no such address

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(Night, "night")

TRAIN = "<slug:carrier>/<slug:origin>/<slug:destination>/<night:night>/"
STATION = "<slug:origin>/<night:night>/"

app_name = "trains"
urlpatterns = [
    path(f"trains/{TRAIN}", views.train, name="train"),
    path(f"trains-sync/{TRAIN}", views.train_sync, name="train_sync"),
    path("timetable/", views.timetable, name="timetable"),
    path("timetable-sync/", views.timetable_page_sync, name="timetable_sync"),
    path(f"api/timetable/{STATION}", views.timetable_json, name="timetable_json"),
    path(f"api/timetable-sync/{STATION}", views.timetable_json_sync, name="timetable_json_sync"),
]
