"""Fetches a package's archives with the registry's own client, into a cache folder."""

import json
import subprocess
import sys
import threading
from pathlib import Path

from duo_training.corpus.manifest import Package

_source_lists_lock = threading.Lock()

# Archives that hold a package's content; the rest of a folder is signatures and build recipes.
_CONTENT = (".whl", ".zip", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2", ".deb")


class DownloadError(RuntimeError):
    """A registry's client failed; the message names the package and what to do."""


def fetch(package: Package, cache: Path) -> list[Path]:
    """The package's archives, sorted by name; downloaded unless the cache has them.

    Raises DownloadError if the client fails, for instance because the pinned version is gone.
    """
    folder = cache / package.source / package.name.replace("/", "+") / package.version
    done = folder / ".complete"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _CLIENTS[package.source](package, folder, cache)
        done.touch()
    return sorted(file for file in folder.iterdir() if _is_content(file.name))


def _is_content(name: str) -> bool:
    return name.endswith(_CONTENT) and ".debian.tar" not in name


def _pypi(package: Package, folder: Path, cache: Path) -> None:
    # A wheel is unpacked, never built, so no package's code runs here. The Python version is the
    # newest that pinned packages ask for, not the one that runs the builder.
    _pip(package, folder, ["--only-binary=:all:", "--python-version=3.14"])


def _pypi_sdist(package: Package, folder: Path, cache: Path) -> None:
    _pip(package, folder, ["--no-binary=:all:"])


def _pip(package: Package, folder: Path, options: list[str]) -> None:
    pinned = f"{package.name}=={package.version}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *options, pinned]
    _call(package, command, folder)


def _npm(package: Package, folder: Path, cache: Path) -> None:
    pinned = f"{package.name}@{package.version}"
    _call(package, ["npm", "pack", "--silent", "--ignore-scripts", pinned], folder)


def _debian(package: Package, folder: Path, cache: Path) -> None:
    _call(package, ["apt-get", "-q", "download", f"{package.name}={package.version}"], folder)


def _debian_source(package: Package, folder: Path, cache: Path) -> None:
    pinned = f"{package.name}={package.version}"
    options = _source_lists(package, cache)
    _call(
        package,
        ["apt-get", "-q", *options, "source", "--download-only", "--tar-only", pinned],
        folder,
    )


def _source_lists(package: Package, cache: Path) -> list[str]:
    """Options that make apt-get see source packages, without touching the system's settings."""
    root = (cache / "apt").resolve()
    options = [
        f"-oDir::Etc::SourceParts={root}/parts",
        "-oDir::Etc::SourceList=/dev/null",
        f"-oDir::State::lists={root}/lists",
    ]
    with _source_lists_lock:
        if not (root / "parts").exists():
            (root / "lists" / "partial").mkdir(parents=True)
            (root / "parts").mkdir()
            for system in sorted(Path("/etc/apt/sources.list.d").glob("debian*.sources")):
                text = system.read_text().replace("Types: deb\n", "Types: deb-src\n")
                (root / "parts" / system.name).write_text(text)
            _call(package, ["apt-get", "-q", *options, "update"], root)
    return options


def _call(package: Package, command: list[str], folder: Path) -> None:
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        reason = (result.stderr.strip() or result.stdout.strip()).splitlines()[-1:]
        raise DownloadError(
            f"{package.label} {package.version} could not be downloaded ({json.dumps(reason)}). "
            f"Check that {command[0]} works here and that this version still exists; "
            "if it was replaced, change the version in the manifest."
        )


_CLIENTS = {
    "pypi": _pypi,
    "pypi-sdist": _pypi_sdist,
    "npm": _npm,
    "debian": _debian,
    "debian-source": _debian_source,
}
