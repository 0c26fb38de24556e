"""What the environment decides about background work and mail. No Django app is needed here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured

SYSTEMS = ("celery", "django", "")
POLL_SECONDS = 0.1  # between two looks of a worker whose broker cannot call it
CONNECT_SECONDS = 2  # how long a broker may take to answer


def system(environment: Mapping[str, str]) -> str:
    """Who does the work: "celery", "django", or "" for nobody: then a page does it itself.

    Raises:
        ImproperlyConfigured: It is none of these.
    """
    chosen = environment.get("NIGHTLINE_WORK", "")
    if chosen not in SYSTEMS:
        raise ImproperlyConfigured('NIGHTLINE_WORK must be "celery", "django" or empty.')
    return chosen


def celery_settings(environment: Mapping[str, str], redis_url: str) -> dict[str, Any]:
    """Celery's settings.

    Args:
        environment: `NIGHTLINE_BROKER` is a folder, in which messages lie as files, so that
            several processes of this machine share them.
        redis_url: A Redis, which is used first if there is one. With neither, messages stay in
            this process's memory.
    """
    folder = environment.get("NIGHTLINE_BROKER", "")
    options: dict[str, Any] = {"polling_interval": POLL_SECONDS}
    if redis_url:
        broker, results = redis_url, redis_url
        options = {"socket_connect_timeout": CONNECT_SECONDS, "visibility_timeout": 600}
    elif folder:
        broker, results = "filesystem://localhost//", ""
        messages, control = Path(folder) / "messages", Path(folder) / "control"
        options |= {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
            "control_folder": str(control),
        }
    else:
        broker, results = "memory://localhost//", "cache+memory://"
    return {
        "broker_url": broker,
        "broker_transport_options": options,
        "broker_connection_timeout": CONNECT_SECONDS,
        "broker_connection_retry_on_startup": True,
        "result_backend": results or None,
        "result_expires": 3600,
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": False,
    }


def task_settings() -> dict[str, Any]:
    """Django's `TASKS`: "default" as Django has it, and "work", which has a worker."""
    package = "django.tasks" if django.VERSION >= (6, 0) else "django_tasks"
    return {
        "default": {"BACKEND": f"{package}.backends.immediate.ImmediateBackend"},
        "work": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    }


def mail_settings(environment: Mapping[str, str], usual: str) -> dict[str, Any]:
    """Where mails go, as the settings of this version of Django.

    Args:
        environment: `NIGHTLINE_MAIL` is "smtp://host:port", or a folder for one file a mail.
        usual: The same, if it says nothing.
    """
    place = environment.get("NIGHTLINE_MAIL", "") or usual
    backends = "django.core.mail.backends"
    if place.startswith("smtp://"):
        host, _, port = place.removeprefix("smtp://").rstrip("/").partition(":")
        if not port.isdigit():
            raise ImproperlyConfigured("NIGHTLINE_MAIL must be a folder, or smtp://host:port.")
        backend = f"{backends}.smtp.EmailBackend"
        new = {"host": host, "port": int(port), "timeout": 10}
        old = {"EMAIL_HOST": host, "EMAIL_PORT": int(port), "EMAIL_TIMEOUT": 10}
    else:
        backend, new = f"{backends}.filebased.EmailBackend", {"file_path": place}
        old = {"EMAIL_FILE_PATH": place}
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": new}}}
    return {"EMAIL_BACKEND": backend, **old}
