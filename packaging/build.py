"""Builds what people install and tries it: a one-folder program, and a wheel in an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYSTEM = {"linux": "linux", "darwin": "macos", "win32": "windows"}[sys.platform]
LOCK = ROOT / "packaging" / "requirements.lock"
SUFFIX = ".exe" if os.name == "nt" else ""


def main() -> int:
    """Build both, self-test both; the exit code is that of the first that fails."""
    return program() or wheel()


def program() -> int:
    """The frozen program below dist/eventscope."""
    spec = ROOT / "packaging" / SYSTEM / "eventscope.spec"
    code = run(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", str(spec))
    name = "eventscope-cli" if SYSTEM == "windows" else "eventscope"
    return code or self_test(ROOT / "dist" / "eventscope" / (name + SUFFIX))


def wheel() -> int:
    """The wheel in dist, installed with the locked packages into an environment of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder, "venv")
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(home)
        binaries = home / ("Scripts" if os.name == "nt" else "bin")
        python, program = (str(binaries / (name + SUFFIX)) for name in ("python", "eventscope"))
        dist = ROOT / "dist"
        steps: tuple[Callable[[], int], ...] = (
            lambda: pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "-w", str(dist), str(ROOT)),
            lambda: pip(python, "install", "--require-hashes", "-r", str(LOCK)),
            lambda: pip(python, "install", "--no-deps", str(newest(dist))),
            lambda: self_test(Path(program)),
        )
        return next((code for step in steps if (code := step())), 0)


def pip(python: str, *arguments: str) -> int:
    """Run pip of that interpreter."""
    return run(python, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments)


def newest(folder: Path) -> Path:
    """The wheel that was built last."""
    return max(folder.glob("eventscope-*.whl"), key=lambda path: path.stat().st_mtime)


def self_test(executable: Path) -> int:
    """Run the program's own self-test away from the checkout, so that nothing of it is found by chance."""
    print(f"Self-test of {executable.name} ...", flush=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        environment = {**os.environ, "EVENTSCOPE_HOME": home}
        environment.pop("PYTHONPATH", None)
        return subprocess.run([str(executable), "selftest"], cwd=home, env=environment, check=False).returncode


def run(*command: str) -> int:
    """Run one step; its own words explain a failure."""
    print("+", " ".join(command), flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
