"""What a bundle says of the model that it was made of, and of what was learned since."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from ..checkpoint import CheckpointError
from ..model import DuoLM
from .gguf_fields import Fields
from .options import Options

# GGUF files have Hugging Face's names of licences, in lower case; SPDX has its own spelling.
SPDX = {"apache-2.0": "Apache-2.0", "mit": "MIT"}


@dataclass(frozen=True)
class Source:
    """A pretrained model."""

    name: str
    organization: str
    licence: str
    """SPDX identifier."""
    file: str
    sha256: str


def describe_source(path: Path, fields: Fields, licence: str | None) -> Source:
    """`licence` where it is not to be what the file says. Raises CheckpointError where neither
    says one."""
    said = licence or fields.get("general.license")
    if said is None:
        raise CheckpointError(
            "The GGUF file does not say under which licence its weights are. Say it with --licence."
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(
        name=fields.get("general.name", path.stem),
        organization=fields.get("general.organization", "its authors"),
        licence=SPDX.get(said, said),
        file=path.name,
        sha256=digest,
    )


def describe(
    source: Source,
    model: DuoLM,
    options: Options,
    errors: list[float],
    saved: dict[str, Any],
    measures: dict[str, Any],
    routers: list[dict[str, Any]],
) -> dict[str, Any]:
    """The `training` part of `duo.json`. `errors` are those that the fit of each small FFN left,
    `saved` is the checkpoint of its training, `measures` are held-out losses by set."""
    minutes = saved["seconds"] / 60
    return {
        "summary": (
            f"{source.name} of {source.organization} ({source.licence}, from `{source.file}`), "
            "made a duo: its FFNs are the big modules, unchanged; small ones were attached, fitted "
            f"to the big ones and trained for {minutes:.0f} minutes with everything else frozen; "
            f"then routers. {_losses(measures)}"
        ),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "duoise": {
            "source": asdict(source),
            "command": options.command(),
            "library": f"PyTorch {torch.__version__.split('+')[0]}",
            "fitErrors": [round(error, 4) for error in errors],
            "steps": saved["step"],
            "tokens": saved["tokens"],
            "minutes": round(minutes, 1),
            "heldOut": measures,
        },
        "routers": routers,
        "limits": [
            "Big modules, attention and embedding are the published model's, with the errors of "
            "its file's quantisation.",
            "Small FFNs that are attached to a finished model stay weaker than those that are "
            "trained with it (the paper's Fig 8), and these learned for minutes only. What big "
            "wins over small says as much of that as of the text.",
            "Skip was never trained: what it costs is what the pretrained model makes of a missing "
            "FFN.",
        ],
    }


def _losses(measures: dict[str, Any]) -> str:
    """In words; `fitted` is all small before training."""
    sets = (
        f"{name} {found['small']['nats']:.2f} with all small (fitted only: "
        f"{found['fitted']['nats']:.2f}), {found['half']['nats']:.2f} with a random half of the "
        f"layers big, {found['big']['nats']:.2f} with all big"
        for name, found in measures.items()
    )
    return f"Held-out nats per token: {'; '.join(sets)}."
