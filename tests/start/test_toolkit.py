"""The names a notebook imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

import nightline


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("name", nightline.__all__)
def test_each_name_is_documented_with_an_example(name: str) -> None:
    doc = getattr(nightline, name).__doc__ or ""
    assert ">>>" in doc or "Example" in doc


def test_importing_costs_nothing() -> None:
    loaded = "import sys, nightline; print(*{'matplotlib', 'django', 'asyncio'} & set(sys.modules))"
    assert run(loaded) == ""


@pytest.mark.parametrize(
    "first", ["nightline.timeline.recorder", "nightline.hops.recorder", "nightline.claim"]
)
def test_a_submodule_does_not_hide_the_name(first: str) -> None:
    """Importing `nightline.claim` must not turn the name `claim` into a module."""
    name = first.split(".")[1]
    code = f"import {first}; from nightline import {name}; print(callable({name}))"
    assert run(code) == "True"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        nightline.chek  # type: ignore[attr-defined]  # noqa: B018
