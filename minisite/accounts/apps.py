from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "minisite.accounts"
    verbose_name = "Accounts"
