"""Nightline's toolkit: the few names a notebook imports.

Each name is loaded when it is first used, so that `import nightline` costs next to nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from nightline.bridge import sync
    from nightline.claim import claim
    from nightline.hops import hops
    from nightline.judging.check import check
    from nightline.judging.help import hint, solution
    from nightline.predict import predict
    from nightline.progress import progress
    from nightline.serving import serve
    from nightline.timeline import timeline

_HOMES = {
    "timeline": "nightline.timeline",
    "hops": "nightline.hops",
    "claim": "nightline.claim",
    "predict": "nightline.predict",
    "check": "nightline.judging.check",
    "hint": "nightline.judging.help",
    "solution": "nightline.judging.help",
    "progress": "nightline.progress",
    "serve": "nightline.serving",
    "sync": "nightline.bridge",
}

__all__ = [
    "check",
    "claim",
    "hint",
    "hops",
    "predict",
    "progress",
    "serve",
    "solution",
    "sync",
    "timeline",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'nightline' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


class _Toolkit(ModuleType):
    """Keeps `nightline.claim` the function although a module of that name exists.

    Importing a submodule stores it on its package under the same name, at whatever moment that
    happens to be: `from nightline import claim` would then give the module.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name in _HOMES and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Toolkit


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Turn on the kernel's guard: `%load_ext nightline`, the first cell of every notebook."""
    from nightline.guard import load_ipython_extension as load_guard

    load_guard(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take the guard off: `%unload_ext nightline`."""
    from nightline.guard import unload_ipython_extension as unload_guard

    unload_guard(shell)
