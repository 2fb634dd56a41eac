"""The graphs of a bundle anew, as this version of the package makes them, on the same weights.

`python -m duo_training.export.regraph --bundle DIR --out DIR [--gpu-positions 64,128]`
writes a copy of the bundle with them; with `--gpu-positions` also blocks of so many positions for
GPUs, for each module list. The weights stay as they are: the graphs that the bundle has say where
each of them lies.
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
from .bundle import (
    MANIFEST_FILE,
    file_entry,
    graph_entries,
    manifest_text,
    write_graphs,
)
from .oracle_graphs import OracleGraph, oracle_graphs
from .parts import FUSED_NORM
from .weights import Record

_DTYPES = {TensorProto.FLOAT: np.float32, TensorProto.FLOAT16: np.float16}


def regraph(bundle: Path, out: Path, gpu_positions: tuple[int, ...] = ()) -> None:
    """Raises FileExistsError when `out` is there, ValueError for blocks beyond the context."""
    manifest = json.loads((bundle / MANIFEST_FILE).read_text(encoding="utf-8"))
    config = replace(bundle_config(manifest), norm_epsilon=norm_epsilon(bundle))
    if max(gpu_positions, default=0) >= config.context:
        raise ValueError(f"Blocks must have fewer positions than the context's {config.context}.")
    oracles = oracle_graphs(config)
    lists = dict.fromkeys(graph.modules for graph in oracles)
    larger = [OracleGraph(modules, count, "gpu") for modules in lists for count in gpu_positions]
    oracles += [graph for graph in larger if graph not in oracles]
    shutil.copytree(bundle, out, ignore=shutil.ignore_patterns("*.onnx"))
    write_graphs(out, config, weight_records(bundle), oracles)
    names = [file["path"] for file in manifest["files"] if not file["path"].endswith(".onnx")]
    names += [path.name for path in out.glob("*.onnx")]
    manifest["graphs"] = graph_entries(oracles)
    manifest["files"] = [file_entry(out / name) for name in sorted(names)]
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
        prog="duo_training.export.regraph", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--gpu-positions", default="", help="comma-separated")
    given = parser.parse_args()
    positions = tuple(int(count) for count in given.gpu_positions.split(",") if count)
    regraph(given.bundle, given.out, positions)


if __name__ == "__main__":
    main()
