from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "minisite.network"
    verbose_name = "The railway"
