"""Settings of Nightline. All have a working default for one's own machine.

What the environment may say:

    NIGHTLINE_DEBUG     "0" turns debug pages off; then NIGHTLINE_SECRET_KEY is required
    NIGHTLINE_SECRET_KEY
    NIGHTLINE_AT_HOME   "1" allows plain HTTP and people with public passwords while debug pages are
                        off; `make site` sets it. Only for a site that this machine alone can reach
    NIGHTLINE_HOSTS     host names the site answers to, with commas; loopback by default
    DATABASE_URL        postgresql://name:password@host:port/database; without it, a SQLite file
    NIGHTLINE_SQLITE    path of the SQLite file; where it is set, DATABASE_URL is not read
    NIGHTLINE_POOL      most connections to PostgreSQL; 10 by default
    NIGHTLINE_HOLD      seconds for which a berth is held; 600 by default
    NIGHTLINE_TODAY     the date the railway believes in (YYYY-MM-DD); the real one by default
    NIGHTLINE_LOG       least level that is logged, for example "ERROR"; "WARNING" by default
    REDIS_URL           redis://127.0.0.1:6379/0 lets several server processes hear of each other
                        at once; without it they look into the database every few seconds
    NIGHTLINE_WORK      who makes ticket PDFs and sends mails: "celery", "django" (its tasks), or
                        nobody, then the page that needs a PDF makes it; `make site` says "celery"
    NIGHTLINE_BROKER    a folder for Celery's messages, if there is no Redis; else they stay in memory
    NIGHTLINE_MAIL      smtp://host:port, or a folder for one file a mail; by default
                        beside the SQLite file, or smtp://127.0.0.1:25 where the site is not at home
    CARRIERS_URL        where the carriers answer; without it they live in this process

With debug pages off the site insists on HTTPS, unless it is at home. It believes a proxy on this machine that says
(X-Forwarded-Proto) how the visitor came, as uvicorn does by default.
"""

import os
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from minisite.databases import database
from minisite.redis_url import channel_layers, redis_url
from minisite.work import choices

BASE_DIR = Path(__file__).resolve().parent

DEBUG = os.environ.get("NIGHTLINE_DEBUG", "1") == "1"
SECRET_KEY = os.environ.get("NIGHTLINE_SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "Set NIGHTLINE_SECRET_KEY to a long random text before you turn NIGHTLINE_DEBUG off."
        )
    SECRET_KEY = "for-development-on-this-machine-only"
LOOPBACK = "127.0.0.1,localhost,[::1]"
ALLOWED_HOSTS = os.environ.get("NIGHTLINE_HOSTS", LOOPBACK).split(",")
AT_HOME = DEBUG or os.environ.get("NIGHTLINE_AT_HOME") == "1"
if AT_HOME and not DEBUG and not set(ALLOWED_HOSTS) <= set(LOOPBACK.split(",")):
    raise ImproperlyConfigured("NIGHTLINE_AT_HOME is for this machine: leave NIGHTLINE_HOSTS out.")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "minisite.network",
    "minisite.search",
    "minisite.trains",
    "minisite.booking",
    "minisite.board",
    "minisite.seats",
    "minisite.work",
    "minisite.accounts",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minisite.booking.context.basket",
            ]
        },
    }
]

DATABASES = {"default": database(os.environ, str(BASE_DIR / "nightline.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = redis_url(os.environ)
CHANNEL_LAYERS = channel_layers(REDIS_URL)

# Background work. A worker is started by `make site`, or by `manage.py work`.
WORK = choices.system(os.environ)
WORK_LOOK = 0.3  # seconds between two looks at how far a job is
WORK_LEASE = 60.0  # seconds after which a job that nobody touches may be done by somebody else
CELERY = choices.celery_settings(os.environ, REDIS_URL)
TASKS = choices.task_settings()
_file = os.environ.get("NIGHTLINE_SQLITE", str(BASE_DIR / "nightline.sqlite3"))
_mail = str(Path(_file).with_suffix(".mail")) if AT_HOME else "smtp://127.0.0.1:25"
globals().update(choices.mail_settings(os.environ, _mail))
DEFAULT_FROM_EMAIL = "Nightline <nobody@nightline.example>"

# Passwords, sessions and who is signed in are Django's own.
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "booking:tickets"
LOGOUT_REDIRECT_URL = "search:page"

if not AT_HOME:
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

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
HOLD_SECONDS = int(os.environ.get("NIGHTLINE_HOLD", "600"))  # a berth waits so long for its buyer
SALE_DAYS = 180  # tickets are sold so many days ahead
TIMETABLE_SECONDS = 60  # for which a timetable is kept in the cache
SEARCH_DEADLINE = 1.5  # seconds the asynchronous search waits for all carriers together
BOARD_POLL = 1.0  # seconds between two looks for what another process reported
BOARD_HEARTBEAT = 15.0  # seconds of silence after which a stream says that it is still there
BOARD_RELOAD = 30  # seconds after which a page without JavaScript loads itself again
BOARD_STREAMS = 500  # boards that one process serves at once
STREAM_SECONDS = 300.0  # a stream ends then, and the browser opens the next one
SEAT_BEAT = 10.0  # seconds between two looks of a seat map, and two signs of life
SOCKETS = 500  # seat maps that one process serves at once
SOCKETS_OF_VISITOR = 6  # seat maps that one visitor may have open
SOCKETS_OF_ADDRESS = 60  # the same for all strangers behind one network address
SOCKET_SECONDS = 3600.0  # a socket ends then, and the browser opens the next one
_today = os.environ.get("NIGHTLINE_TODAY")
RAILWAY_TODAY = date.fromisoformat(_today) if _today else None
