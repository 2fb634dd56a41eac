"""Walks the files inside an archive, in an order that depends on their names alone."""

import io
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path


def files(path: Path, largest: int) -> Iterator[tuple[str, bytes]]:
    """Pairs of a file's path and its bytes, sorted by path; files over `largest` are left out.

    Reads wheels and other zips, tar files of any compression, and Debian binary packages.
    """
    if path.suffix in (".whl", ".zip"):
        yield from _zip(path, largest)
    elif path.suffix == ".deb":
        data = subprocess.run(
            ["dpkg-deb", "--fsys-tarfile", str(path)], capture_output=True, check=True
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            yield from _tar(archive, largest)
    else:
        with tarfile.open(path) as archive:
            yield from _tar(archive, largest)


def _zip(path: Path, largest: int) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if not info.is_dir() and info.file_size <= largest:
                yield info.filename, archive.read(info)


def _tar(archive: tarfile.TarFile, largest: int) -> Iterator[tuple[str, bytes]]:
    # Read in the archive's own order first: a compressed tar cannot be read backwards cheaply.
    found = {
        member.name.removeprefix("./"): archive.extractfile(member).read()
        for member in archive
        if member.isfile() and member.size <= largest
    }
    for name in sorted(found):
        yield name, found[name]
