"""The command line: `python -m nightline learn | test | build | site | bench`."""

from __future__ import annotations

import runpy
import sys


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    command, *rest = arguments or ["help"]
    if command == "learn":
        from nightline.learn import learn

        return learn(rest)
    if command == "test":
        from nightline.testing import test

        return test(rest)
    if command == "build":
        from nightline.building import build

        return build(rest)
    if command in ("site", "bench"):
        module = {"site": "minisite", "bench": "bench"}[command]
        sys.argv = [module, *rest]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
