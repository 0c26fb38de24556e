"""Nightline for servers that speak ASGI."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minisite.settings")
django.setup()

from minisite.stack import site  # noqa: E402 (the apps must be loaded first)

application = site()
