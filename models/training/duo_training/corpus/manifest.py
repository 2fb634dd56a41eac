"""The manifest: every package of the corpus with its version, licence and role."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

SOURCES = ("pypi", "pypi-sdist", "npm", "debian", "debian-source")
KINDS = ("prose", "code", "both")
SETS = ("train", "heldout")


class ManifestError(ValueError):
    """The manifest cannot be used; the message says which entry and why."""


@dataclass(frozen=True)
class Package:
    """One package.

    `only` and `skip` are glob patterns on the paths inside its archive; `limit`, in bytes, takes
    the place of the manifest's limit where one package deserves more or less than the others.
    """

    source: str
    name: str
    version: str
    licence: str
    kind: str
    set: str = "train"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    limit: int | None = None

    @property
    def label(self) -> str:
        """What documents are filed under; unique in a manifest."""
        return f"{self.source}:{self.name}"


@dataclass(frozen=True)
class Limits:
    """The most UTF-8 bytes that one package may give: to training by kind, or to a held-out set."""

    prose: int
    code: int
    heldout: int


@dataclass(frozen=True)
class Manifest:
    """The packages in the manifest's order, with the seed of the final shuffle."""

    seed: int
    limits: Limits
    packages: tuple[Package, ...]


def load(path: Path) -> Manifest:
    """Read and check a manifest. Raises ManifestError with the offending entry's name."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    packages = tuple(_package(entry) for entry in data["package"])
    labels = [package.label for package in packages]
    for label in labels:
        if labels.count(label) > 1:
            raise ManifestError(f"{label} is named twice: give each package one entry.")
    return Manifest(seed=data["seed"], limits=Limits(**data["limits"]), packages=packages)


def _package(entry: dict) -> Package:
    name = entry.get("name", "an entry without a name")
    lists = {key: tuple(entry[key]) for key in ("only", "skip") if key in entry}
    try:
        package = Package(**{**entry, **lists})
    except TypeError as error:
        raise ManifestError(f"The entry of {name} has a wrong or missing key: {error}.") from error
    for field, allowed in (("source", SOURCES), ("kind", KINDS), ("set", SETS)):
        if getattr(package, field) not in allowed:
            raise ManifestError(f"{name}: {field} must be one of {', '.join(allowed)}.")
    return package
