"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from functools import partial

from nightline.judging import diagnoses

INSIDE = "Inside Django's own test"
FOOLED = "A test that cannot be fooled"
CONTRACT = "The async contract"
LEAVES = "Branch line: a visitor who leaves"
WRONG = "When it goes wrong"

about = partial(diagnoses.about, "22")
