from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "minisite.search"
    verbose_name = "Search"
