"""The key with which an installation signs its cookies. Who knows it can forge a sign-in."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def secret_key(file: Path) -> str:
    """The secret in this file, which is made if there is none. Only its owner may read it.

    Where no file can be written, the key lasts as long as the process. Whoever signed in must
    then do so again after a restart.
    """
    try:
        if kept := file.read_text().strip():
            return kept
    except OSError:
        pass
    key = secrets.token_urlsafe(48)
    with suppress(OSError):
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".key")  # for its owner only
        try:
            with os.fdopen(handle, "w") as stream:
                stream.write(key)
            # Two processes may start at once. Whose file has the name first decides for both.
            file.hardlink_to(name)
        except FileExistsError:
            return file.read_text().strip() or key
        finally:
            Path(name).unlink()
    return key
