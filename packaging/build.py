"""Builds what people install and tries it: a one-folder program, and a wheel in an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
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
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "venv"
        venv.EnvBuilder(with_pip=True).create(home)
        binaries = home / ("Scripts" if os.name == "nt" else "bin")
        python = str(binaries / ("python" + SUFFIX))
        pip = (python, "-m", "pip", "--disable-pip-version-check", "--quiet")
        built = ROOT / "dist"
        return (
            run(
                sys.executable,
                "-m",
                "pip",
                "wheel",
                "-q",
                "--no-deps",
                "--no-build-isolation",
                "-w",
                str(built),
                str(ROOT),
            )
            or run(*pip, "install", "--require-hashes", "-r", str(LOCK))
            or run(*pip, "install", "--no-deps", str(newest(built)))
            or self_test(binaries / ("eventscope" + SUFFIX), folder)
        )


def newest(folder: Path) -> Path:
    """The wheel that was built last."""
    return max(folder.glob("eventscope-*.whl"), key=lambda path: path.stat().st_mtime)


def self_test(executable: Path, folder: str | None = None) -> int:
    """Run the program's own self-test away from the checkout, so that nothing of it is found by chance."""
    print(f"Self-test of {executable.name} ...", flush=True)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "EVENTSCOPE_HOME": home}
        environment.pop("PYTHONPATH", None)
        return subprocess.run(
            [str(executable), "selftest"], cwd=folder or home, env=environment, check=False
        ).returncode


def run(*command: str) -> int:
    """Run one step; its own words explain a failure."""
    print("+", " ".join(command), flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
