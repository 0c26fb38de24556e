from django.apps import AppConfig


class TrainsConfig(AppConfig):
    name = "minisite.trains"
    verbose_name = "Trains"
