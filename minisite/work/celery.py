"""Celery's app. Nothing imports it before somebody uses a task: Celery takes a while to load.

celery -A minisite.work.celery worker --pool solo
"""

import os
from pathlib import Path

import django
from celery import Celery
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minisite.settings")
if not apps.ready:  # the command above loads this module first
    django.setup()

from django.conf import settings

app = Celery("nightline", include=["minisite.work.celery_tasks"])
app.conf.update(settings.CELERY)
for name, folder in settings.CELERY["broker_transport_options"].items():
    if name in ("data_folder_in", "control_folder"):  # messages that are files
        Path(folder).mkdir(parents=True, exist_ok=True)
# `shared_task` finds the app of its thread, else the default one. A request may come in any thread.
app.set_default()
