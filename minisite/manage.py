#!/usr/bin/env python
"""Django's command line for Nightline."""

import os
import sys
from pathlib import Path


def main() -> None:
    # Started as a file, Python puts this folder on the path. The project's name is one above.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minisite.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
