"""Make the environment `.venv`, then hand over to it: the first half of every `make` command.

Runs before anything is installed, so it uses the standard library only and imports nothing of the
project. It must parse on Python 3.6, to be able to say that 3.11 is needed.

    python3 nightline/bootstrap.py learn [JupyterLab arguments]

PYTHON names the interpreter and VENV the folder of the environment, if not `.venv`.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:  # an older Python must be told, not crash
    for _minor in () if os.environ.get("PYTHON") else (15, 14, 13, 12, 11):
        _found = shutil.which("python3.%d" % _minor)  # noqa: UP031
        # A shim may exist and not run.
        if _found and subprocess.call([_found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            sys.exit(subprocess.call([_found, *sys.argv]))
    sys.exit(
        "Nightline needs Python 3.11 or newer. This one is %d.%d (%s).\n"  # noqa: UP031
        "Install a newer Python from https://www.python.org/downloads/ and try again.\n"
        "If you have one under another name, say so: make learn PYTHON=python3.12"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import contextlib
import hashlib
import json
import threading
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("VENV", ".venv")
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "nightline-installed.json"
UNFINISHED = VENV / "nightline-unfinished"

LEARNER = ("requirements.txt",)
MAINTAINER = ("requirements.txt", "requirements-dev.txt")
NEEDS = {
    "learn": LEARNER,
    "site": LEARNER,
    "wheels": LEARNER,
    "test": MAINTAINER,
    "build": MAINTAINER,
    "bench": MAINTAINER,
}


class Stop(Exception):
    """Ends the command with a sentence for the reader instead of a traceback."""


def main(arguments: list[str]) -> int:
    """Install what the command needs, then run it in `.venv`. Returns the exit code."""
    if not arguments or arguments[0] not in NEEDS:
        print(f"Usage: python3 nightline/bootstrap.py {'|'.join(NEEDS)} [arguments]")
        return 2
    command, *rest = arguments
    try:
        install(NEEDS[command])
        if command == "wheels":
            collect_wheels()
            return 0
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. make {command} repairs the installation next time.")
        return 130
    return hand_over([str(VENV_PYTHON), "-m", "nightline", command, *rest])


def install(requirements: tuple[str, ...]) -> None:
    """Bring `.venv` up to date with the named files; do nothing when it already is.

    Raises Stop when there is no way, saying what to do about it.
    """
    wanted, present = fingerprints(requirements), installed()
    usable = is_usable(present)
    if usable and wanted.items() <= present.items():
        return
    learner, first = requirements == LEARNER, not present
    if first:
        size = "530" if learner else "700"
        print(f"Python {sys.version.split()[0]} is here. First start: about {size} MB, once.")
    steps = 3 if learner else 2
    if not usable:
        print(f"1/{steps} environment", flush=True)
        make_environment()
        present = {}
    UNFINISHED.touch()
    pip(f"2/{steps} packages", "install", "-r", requirements[-1])
    STAMP.write_text(json.dumps(present | wanted, indent=1) + "\n")
    UNFINISHED.unlink()
    if first and learner:
        print("3/3 your copy: workspace/. Your work is never overwritten.", flush=True)


def fingerprints(requirements: tuple[str, ...]) -> dict[str, str]:
    """What an environment is made from. The folder counts: an environment cannot be moved."""
    texts = {name: (ROOT / name).read_bytes() for name in (*requirements, "pyproject.toml")}
    texts["folder"] = str(VENV).encode()
    return {name: hashlib.sha256(text).hexdigest()[:16] for name, text in texts.items()}


def installed() -> dict[str, str]:
    """The fingerprints of the last installation that ended well; empty if there is none."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_usable(present: dict[str, str]) -> bool:
    """Whether `.venv` can be kept: it runs, is whole, stands where it was made, and is the
    chosen Python if one was chosen."""
    if UNFINISHED.exists() or present.get("folder") not in (None, fingerprints(())["folder"]):
        return False
    version = version_of(VENV_PYTHON)
    return version == sys.version_info[:2] if os.environ.get("PYTHON") else version >= OLDEST


def version_of(python: Path) -> tuple[int, ...]:
    """Major and minor version of an interpreter; empty if it does not run."""
    code = "import sys; print(*sys.version_info[:2])"
    with contextlib.suppress(OSError):
        answer = subprocess.run([str(python), "-c", code], capture_output=True, text=True)
        return tuple(int(part) for part in answer.stdout.split())
    return ()


def make_environment() -> None:
    """Create `.venv` from scratch. Raises Stop with what is missing."""
    try:
        import ensurepip  # noqa: F401 - Debian keeps it in a package of its own
        import venv  # noqa: F401
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info)
        raise Stop(
            "Python is here, but its part that makes environments (venv) is missing.\n"
            f"On Debian and Ubuntu: sudo apt install {package}\n"
            "Elsewhere: install Python from https://www.python.org/downloads/"
        ) from None
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        VENV.mkdir()
        UNFINISHED.touch()  # stays until the last package is in, so that an interruption shows
    except OSError as error:
        raise Stop(
            f"Nothing can be written in this folder: {ROOT} ({error.strerror}).\n"
            "Copy the folder to a place of your own, for example your home, and start there."
        ) from None
    # The base interpreter: this script may itself run inside an environment.
    python = getattr(sys, "_base_executable", None) or sys.executable
    command = [python, "-m", "venv", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        raise Stop(f"The environment could not be made:\n{made.stdout}{made.stderr}")


def pip(label: str, *arguments: str) -> None:
    """Run pip in `.venv` and show that something moves. Raises Stop with pip's own reason."""
    command = [str(VENV_PYTHON), "-m", "pip", *arguments, "--prefer-binary", "--no-input"]
    settings = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [*command, "--progress-bar", "off"],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    lines: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=lines.extend, args=(process.stdout,), daemon=True)
    reader.start()
    try:
        show_progress(label, reader, lines)
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if process.wait():
        errors = [line for line in lines if "ERROR" in line] or lines[-10:]
        raise Stop(
            "The packages could not be installed. pip says:\n"
            + "".join(f"  {line}" for line in dict.fromkeys(errors))
            + "Without a network, install from a folder of wheels: see docs/offline.md."
        )


def show_progress(label: str, reader: threading.Thread, lines: list[str]) -> None:
    """Say what pip is doing until it ends: a moving line, or now and then one where none moves."""
    moves = sys.stdout.isatty()
    began, told = time.monotonic(), -99.0
    while True:
        reader.join(0.2 if moves else 1)
        seconds = time.monotonic() - began
        doing = f"{sum(line.startswith(('Collecting ', 'Processing ')) for line in lines)} found"
        for line in lines:
            if line.startswith("Installing collected packages"):
                doing = f"putting {line.count(',') + 1} in place"
        text = f"{label}: {doing}, {seconds:.0f} s"
        if not reader.is_alive():
            print(("\r" if moves else "") + f"{label}: done in {seconds:.0f} s".ljust(60))
            return
        if moves:
            print("\r" + text.ljust(60), end="", flush=True)
        elif seconds - told > 10:
            print(text, flush=True)
            told = seconds


def collect_wheels() -> None:
    """Put all a learner needs into `wheels/`, for machines without a network."""
    requirements = [
        line
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    builders = project["build-system"]["requires"]  # pip builds `-e .` with them
    pip("wheels", "wheel", "--wheel-dir", "wheels", *requirements, *builders, "wheel")
    files = list((ROOT / "wheels").glob("*.whl"))
    size = sum(file.stat().st_size for file in files) / 1e6
    print(
        f"{len(files)} wheels, {size:.0f} MB, in wheels/. They fit this system and Python version.\n"
        "On a machine without a network: PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels make learn"
    )


def hand_over(command: list[str]) -> int:
    """Become the command. Where a process cannot be replaced, wait for it."""
    sys.stdout.flush()
    os.chdir(ROOT)
    if os.name != "nt":
        os.execv(command[0], command)
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
