"""Settings of Nightline. All have a working default for one's own machine.

What the environment may say:

    NIGHTLINE_DEBUG     "0" turns debug pages off; then NIGHTLINE_SECRET_KEY is required
    NIGHTLINE_SECRET_KEY
    NIGHTLINE_HOSTS     host names the site answers to, with commas; loopback by default
    NIGHTLINE_SQLITE    path of the database file
    NIGHTLINE_TODAY     the date the railway believes in (YYYY-MM-DD); the real one by default
    NIGHTLINE_LOG       least level that is logged, for example "ERROR"; "WARNING" by default
    CARRIERS_URL        where the carriers answer; without it they live in this process
"""

import os
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent

DEBUG = os.environ.get("NIGHTLINE_DEBUG", "1") == "1"
SECRET_KEY = os.environ.get("NIGHTLINE_SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "Set NIGHTLINE_SECRET_KEY to a long random text before you turn NIGHTLINE_DEBUG off."
        )
    SECRET_KEY = "for-development-on-this-machine-only"
ALLOWED_HOSTS = os.environ.get("NIGHTLINE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "minisite.network",
    "minisite.search",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "minisite.urls"
ASGI_APPLICATION = "minisite.asgi.application"
WSGI_APPLICATION = "minisite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("NIGHTLINE_SQLITE", str(BASE_DIR / "nightline.sqlite3")),
        "OPTIONS": {"timeout": 10},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
TIME_ZONE = "Europe/Berlin"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {
            "handlers": ["console"],
            "level": os.environ.get("NIGHTLINE_LOG", "WARNING"),
            "propagate": False,
        },
        # Anybody can send a false Host header. It gets its 400 and no traceback in our log.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}

# The railway's own settings.
CARRIERS_URL = os.environ.get("CARRIERS_URL", "")
CARRIER_TIMEOUT = 5.0  # seconds one carrier may take
SEARCH_DEADLINE = 1.5  # seconds the asynchronous search waits for all carriers together
_today = os.environ.get("NIGHTLINE_TODAY")
RAILWAY_TODAY = date.fromisoformat(_today) if _today else None
