"""What takes the place of slow or timed parts of Django. Only a running trial imports this."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class CountingHasher(MD5PasswordHasher):  # type: ignore[misc]
    """Quick enough for a check, and counts how often a password was worked on."""

    worked = 0

    def encode(self, *args: Any, **kwargs: Any) -> str:
        CountingHasher.worked += 1
        encoded: str = super().encode(*args, **kwargs)
        return encoded


class TimedCache(LocMemCache):  # type: ignore[misc]
    """A cache on the trial's clock, which notes who uses it in the loop's own thread.

    Django reads the real time in its threads, so a minute of a trial would never pass.
    """

    now: Callable[[], float] = staticmethod(lambda: 0.0)
    loop_thread = 0
    on_loop = 0  # how often it was used in the loop's thread

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> float | None:
        if timeout == DEFAULT_TIMEOUT:
            timeout = self.default_timeout
        return None if timeout is None else TimedCache.now() + (timeout or -1)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        self._note()
        return super().get(*args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._note()
        super().set(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        self._note()
        return super().add(*args, **kwargs)

    def _has_expired(self, key: str) -> bool:
        ends = self._expire_info.get(key, -1)
        return ends is not None and ends <= TimedCache.now()

    def _note(self) -> None:
        if threading.get_ident() == TimedCache.loop_thread:
            TimedCache.on_loop += 1
