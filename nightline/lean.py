"""Imported first, and as a pytest plugin: leaves out an import that costs a second and is never used.

`jsonschema` builds a parser for international web addresses as soon as it is imported, in each worker
of pytest and in JupyterLab. No schema of a notebook asks for one, and jsonschema does without.
"""

import sys
from typing import Any

_modules: dict[str, Any] = sys.modules
_modules.setdefault("rfc3987_syntax", None)  # whoever imports it gets an ImportError
