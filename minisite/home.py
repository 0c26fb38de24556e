"""What `make site` says to the settings, unless the environment does. No Django in here."""

import os
import secrets
import tempfile
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path


def stay_at_home(environment: MutableMapping[str, str]) -> None:
    """Choose the pages that a visitor sees, not those for developers, and a secret of our own.

    An environment that says itself whether it wants debug pages stays as it is.
    """
    if "NIGHTLINE_DEBUG" in environment:
        return
    environment["NIGHTLINE_DEBUG"] = "0"
    if "NIGHTLINE_HOSTS" not in environment:
        environment.setdefault("NIGHTLINE_AT_HOME", "1")
    if "NIGHTLINE_SECRET_KEY" not in environment:
        file = Path(environment.get("NIGHTLINE_SQLITE") or Path(__file__).with_name("x"))
        environment["NIGHTLINE_SECRET_KEY"] = secret_key(file.with_name("nightline.key"))


def secret_key(file: Path) -> str:
    """The key that signs cookies. Whoever knows it can forge a sign-in.

    It is kept in a file that only its owner may read, and made if there is none.

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
