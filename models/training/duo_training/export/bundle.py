"""Writes a bundle folder; models/README.md describes the format."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx

from ..config import ModelConfig
from ..difficulty import DifficultyHead
from ..model import DuoLM
from ..router import Router
from ..routing import MODULES
from .card import model_card
from .forward import build_forward
from .oracle import build_oracle
from .oracle_graphs import OracleGraph, oracle_graphs
from .routes import build_routes
from .tokenizer_check import check_tokenizer
from .weights import WEIGHTS_FILE, Record, named_weights, round_to_half, write_weights

FORMAT = 1
LICENCE = "MIT"
FORWARD_FILE = "forward.onnx"
MANIFEST_FILE = "duo.json"
ROUTES_FILE = "routes.onnx"


def write_bundle(
    folder: Path,
    model: DuoLM,
    routers: list[Router],
    tokenizer: Path,
    training: dict[str, Any],
    difficulty: DifficultyHead | None = None,
    licence: str = LICENCE,
) -> None:
    """Rounds the model's weights in place and writes the bundle named like its folder.

    `training` is the provenance and the metrics, as `duo.json` gives them; `licence` is the SPDX
    identifier for the weights. A bundle that the folder held before is replaced, once the new one
    is whole. Raises FileExistsError when the folder holds something else, and CheckpointError for
    what a bundle cannot hold.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST_FILE).exists():
        raise FileExistsError(f"{folder} holds files but no bundle. Choose an empty or new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as parent:
        fresh = Path(parent) / folder.name
        fresh.mkdir()
        _write(fresh, model, routers, tokenizer, training, difficulty, licence)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)


def _write(
    folder: Path,
    model: DuoLM,
    routers: list[Router],
    tokenizer: Path,
    training: dict[str, Any],
    difficulty: DifficultyHead | None,
    licence: str,
) -> None:
    config = model.config
    arrays = named_weights(round_to_half(model), routers, difficulty)
    records = write_weights(folder / WEIGHTS_FILE, arrays)
    write_graphs(folder, config, records, oracle_graphs(config))
    check_tokenizer(tokenizer, config)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    manifest = _manifest(folder.name, config, routers, training, licence)
    (folder / "MODEL_CARD.md").write_text(model_card(manifest), encoding="utf-8")
    manifest["files"] = [file_entry(path) for path in sorted(folder.iterdir())]
    (folder / MANIFEST_FILE).write_text(manifest_text(manifest), encoding="utf-8")


def write_graphs(
    folder: Path, config: ModelConfig, records: dict[str, Record], oracles: list[OracleGraph]
) -> None:
    """Writes every graph; `records` say where the weights lie in the folder's weights file."""
    onnx.save(build_forward(config, records), folder / FORWARD_FILE)
    onnx.save(build_routes(config, records), folder / ROUTES_FILE)
    for graph in oracles:
        onnx.save(build_oracle(config, records, graph), folder / graph.file)


def graph_entries(oracles: list[OracleGraph]) -> dict[str, object]:
    """The graphs as `duo.json` names them."""
    return {
        "forward": FORWARD_FILE,
        "oracles": [graph.entry() for graph in oracles],
        "routes": {"file": ROUTES_FILE},
    }


def manifest_text(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def _manifest(
    name: str, config: ModelConfig, routers: list[Router], training: dict[str, Any], licence: str
) -> dict[str, Any]:
    """FLOPs count a multiply and an add as two, and leave out what is not a matrix product."""
    width, heads, shared = config.width, config.heads, config.key_value_heads
    return {
        "format": FORMAT,
        "name": name,
        "licence": licence,
        "dimensions": _dimensions(config),
        "vocabulary": config.vocabulary,
        "context": config.context,
        "bos": config.bos,
        "modules": [
            {
                "name": module,
                "innerWidth": config.inner(module),
                "flops": 2 * 3 * width * config.inner(module) * config.stages,
            }
            for module in MODULES
        ],
        "attentionFlops": 4 * width * config.head_width * (heads + shared) * config.stages,
        "headFlops": 2 * width * config.vocabulary,
        "routers": [router.description() for router in routers],
        "graphs": graph_entries(oracle_graphs(config)),
        "training": training,
    }


def _dimensions(config: ModelConfig) -> dict[str, int]:
    """What is as in most models is not said."""
    said = {
        "layers": config.layers,
        "width": config.width,
        "heads": config.heads,
        "headWidth": config.head_width,
    }
    if config.key_value_heads != config.heads:
        said["keyValueHeads"] = config.key_value_heads
    if config.stages > 1:
        said["stages"] = config.stages
    return said


def file_entry(path: Path) -> dict[str, object]:
    """A file as `duo.json` lists it."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {"path": path.name, "bytes": len(content), "sha256": digest}
