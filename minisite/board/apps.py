from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "minisite.board"
    verbose_name = "Departure board"
