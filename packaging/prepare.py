"""Sets a fresh machine up: a .venv from the hash-locked requirements, and what Qt lacks of the system.

Run by `make run` and `make test`; standard library only. Does nothing when everything is in place.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  # whoever has an older one should read this, not a traceback
    found = sys.version.split()[0]
    sys.exit(f"Eventscope needs Python 3.11 or later; this is {found}. Use for example: make PYTHON=python3.12 run")

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "prepared"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
_QUIET = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
sys.path.insert(0, str(ROOT / "app"))

from eventscope.base import system  # noqa: E402


def main() -> int:
    """Prepare; answers the exit code."""
    prepare_environment()
    prepare_system()
    return 0


def prepare_environment() -> None:
    """Create .venv and install the locked packages, once for each state of the lock."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Setting up .venv (once, about a minute) ...", flush=True)
    create_venv()
    pip("install", "--require-hashes", "-r", str(LOCK))
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(wanted)


def create_venv() -> None:
    """A virtual environment with pip; Debian keeps what makes one in a package of its own."""
    if PYTHON.exists() and subprocess.run([str(PYTHON), "-m", "pip", "--version"], **_QUIET).returncode == 0:
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not install((package,)):
            sys.exit(f"Python cannot make virtual environments here. Run: sudo apt-get install -y {package}")
    # One that is there but of no use is thrown away: often its Python was updated from under it.
    venv.EnvBuilder(with_pip=True, clear=VENV.exists(), symlinks=os.name != "nt").create(VENV)


def pip(*arguments: str) -> None:
    """Run pip of the .venv; its own words explain a failure."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    if subprocess.run(command, check=False).returncode:
        sys.exit("Installing the locked packages failed; see the lines above. Nothing else was changed.")


def prepare_system() -> None:
    """Install what Qt lacks where that needs no question, else name the command."""
    lacking = system.missing()
    if not lacking.packages or (install(lacking.packages) and not system.missing().packages):
        return
    print(f"The window needs libraries that this system lacks. Run:\n  {system.missing().command}", flush=True)


def install(packages: tuple[str, ...]) -> bool:
    """Install Debian packages as root; False where that is not possible."""
    if not system.can_install():
        return False
    print("Installing what Qt needs of the system:", " ".join(packages), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "check": False, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update"], **quiet)
    return subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *packages], **quiet).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
