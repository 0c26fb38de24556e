"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from functools import partial

from nightline.judging import diagnoses

about = partial(diagnoses.about, "04")
