"""What `REDIS_URL` changes: without it everything stays in this process or its database."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

CONNECT_SECONDS = 2  # how long a Redis may take to answer
DRIVER = "REDIS_URL is set, but the client of Redis is missing. Run: pip install channels-redis"


def redis_url(environment: Mapping[str, str]) -> str:
    """The address of a Redis, or "".

    Raises:
        ImproperlyConfigured: It is no address of a Redis, or its client is missing.
    """
    url = environment.get("REDIS_URL", "")
    if not url:
        return ""
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(
            "REDIS_URL must begin with redis://, rediss:// or unix://. "
            "For example: redis://127.0.0.1:6379/0"
        )
    if not (find_spec("redis") and find_spec("channels_redis")):
        raise ImproperlyConfigured(DRIVER)
    return url


def channel_layers(url: str) -> dict[str, Any]:
    """Django's `CHANNEL_LAYERS`: how sockets hear of each other.

    Args:
        url: What `redis_url` gave. With "", messages stay within one process.
    """
    if not url:
        return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    host = {"address": url, "socket_connect_timeout": CONNECT_SECONDS}
    return {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [host], "prefix": "nightline"},
        }
    }
