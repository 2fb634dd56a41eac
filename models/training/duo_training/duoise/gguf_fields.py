"""The metadata of a GGUF file, with sentences for what is missing or of no use."""

from pathlib import Path
from typing import Any

from gguf import GGUFReader

from ..checkpoint import CheckpointError


def open_gguf(path: Path) -> GGUFReader:
    """Raises CheckpointError for what is no GGUF file."""
    try:
        return GGUFReader(path)
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path} cannot be read as a GGUF file: {error}") from error


class Fields:
    """Values by name, numbers and texts as Python has them."""

    def __init__(self, reader: GGUFReader) -> None:
        self._fields = reader.fields

    def get(self, name: str, default: Any = None) -> Any:
        field = self._fields.get(name)
        return default if field is None else field.contents()

    def need(self, name: str) -> Any:
        """Raises CheckpointError where there is no such field."""
        if name not in self._fields:
            raise CheckpointError(f"The GGUF file does not say {name}: it is not whole.")
        return self._fields[name].contents()

    def only(self, name: str, *allowed: Any) -> Any:
        """The value of a field that may be absent where the first of `allowed` is meant, and may
        hold nothing but these. Raises CheckpointError."""
        value = self.get(name, allowed[0])
        if value not in allowed:
            choices = " or ".join(repr(each) for each in allowed if each is not None)
            raise CheckpointError(
                f"The GGUF file's {name} is {value!r}, but a bundle can hold only {choices}."
            )
        return value
