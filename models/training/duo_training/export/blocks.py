"""Larger blocks for a bundle: oracle graphs with more positions, for GPUs.

`python -m duo_training.export.blocks --bundle DIR --modules small,big --positions 32,64 --out DIR`
copies the bundle to a new folder and adds the graphs to it. The weights stay as they are: the
graphs that the bundle has say where each of them lies.
"""

import argparse
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto

from ..config import ModelConfig
from .bundle import MANIFEST_FILE, file_entry, manifest_text, oracle_file
from .oracle import build_oracle
from .parts import FUSED_NORM
from .weights import Record

_DTYPES = {TensorProto.FLOAT: np.float32, TensorProto.FLOAT16: np.float16}


def add_blocks(
    bundle: Path, modules: tuple[str, ...], positions: tuple[int, ...], out: Path
) -> None:
    """Raises FileExistsError when `out` is there, ValueError for blocks beyond the context."""
    manifest = json.loads((bundle / MANIFEST_FILE).read_text(encoding="utf-8"))
    config = replace(bundle_config(manifest), norm_epsilon=norm_epsilon(bundle))
    if max(positions) >= config.context:
        raise ValueError(f"Blocks must have fewer positions than the context's {config.context}.")
    records = weight_records(bundle)
    shutil.copytree(bundle, out)
    graphs, files = manifest["graphs"]["oracles"], manifest["files"]
    for count in positions:
        name = oracle_file(modules, count).replace(".onnx", f"-{count}.onnx")
        onnx.save(build_oracle(config, records, modules, count), out / name)
        graphs.append({"modules": list(modules), "positions": count, "file": name})
        files.append(file_entry(out / name))
    (out / MANIFEST_FILE).write_text(manifest_text(manifest), encoding="utf-8")


def bundle_config(manifest: dict) -> ModelConfig:
    """The dimensions that a `duo.json` gives. Of norms, rotary angles and whether the head is tied
    it says nothing."""
    dimensions = manifest["dimensions"]
    inner = {module["name"]: module["innerWidth"] for module in manifest["modules"]}
    return ModelConfig(
        layers=dimensions["layers"],
        stages=dimensions.get("stages", 1),
        width=dimensions["width"],
        heads=dimensions["heads"],
        key_value_heads=dimensions.get("keyValueHeads", dimensions["heads"]),
        head_width=dimensions["headWidth"],
        big_inner=inner["big"],
        small_inner=inner["small"],
        vocabulary=manifest["vocabulary"],
        context=manifest["context"],
        bos=manifest["bos"],
    )


def weight_records(bundle: Path) -> dict[str, Record]:
    """Where the bundle's graphs find each weight."""
    records = {}
    for graph in _graphs(bundle):
        for tensor in graph.initializer:
            if tensor.data_location != TensorProto.EXTERNAL:
                continue
            entry = {item.key: item.value for item in tensor.external_data}
            dtype = np.dtype(_DTYPES[tensor.data_type])
            shape = tuple(tensor.dims)
            place = int(entry["offset"]), int(entry["length"])
            records[tensor.name] = Record(dtype, shape, *place)
    return records


def norm_epsilon(bundle: Path) -> float:
    """What the norms of the bundle's graphs add to a mean square."""
    return next(
        attribute.f
        for graph in _graphs(bundle)
        for node in graph.node
        if node.op_type == FUSED_NORM
        for attribute in node.attribute
        if attribute.name == "epsilon"
    )


def _graphs(bundle: Path) -> Iterator[onnx.GraphProto]:
    for path in sorted(bundle.glob("*.onnx")):
        yield onnx.load(path, load_external_data=False).graph


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="duo_training.export.blocks", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--modules", required=True, help="comma-separated")
    parser.add_argument("--positions", required=True, help="comma-separated")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    positions = tuple(int(count) for count in given.positions.split(","))
    add_blocks(given.bundle, tuple(given.modules.split(",")), positions, given.out)


if __name__ == "__main__":
    main()
