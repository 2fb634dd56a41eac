"""The graphs of a bundle anew, as this version of the package makes them, on the same weights.

`python -m duo_training.export.regraph --bundle DIR --out DIR`
writes a copy of the bundle with them; with `--modules small,big --gpu-positions 64,128` also blocks
of so many positions for GPUs. The weights stay as they are: the graphs that the bundle has say
where each of them lies, by the names that this package gives them.
"""

import argparse
import json
import shutil
from collections.abc import Iterator, Sequence
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


def regraph(bundle: Path, out: Path, further: Sequence[OracleGraph] = ()) -> None:
    """`further`: oracle graphs besides those that every bundle gets. Raises FileExistsError when
    `out` is there, and ValueError for blocks beyond the context and for the bundles of others."""
    manifest = json.loads((bundle / MANIFEST_FILE).read_text(encoding="utf-8"))
    records, epsilon = weight_records(bundle), norm_epsilon(bundle)
    if epsilon is None or "embedding" not in records:
        raise ValueError("This package did not make the bundle, and cannot make its graphs anew.")
    config = replace(bundle_config(manifest), norm_epsilon=epsilon)
    if any(not 0 < graph.positions < config.context for graph in further):
        raise ValueError(f"Blocks have at least 1 position, and fewer than {config.context}.")
    oracles = list(dict.fromkeys([*oracle_graphs(config), *further]))
    shutil.copytree(bundle, out, ignore=shutil.ignore_patterns("*.onnx"))
    write_graphs(out, config, records, oracles)
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


def norm_epsilon(bundle: Path) -> float | None:
    """What the norms of the bundle's graphs add to a mean square; None where they have no such
    operator."""
    values = (
        attribute.f
        for graph in _graphs(bundle)
        for node in graph.node
        if node.op_type == FUSED_NORM
        for attribute in node.attribute
        if attribute.name == "epsilon"
    )
    return next(values, None)


def _graphs(bundle: Path) -> Iterator[onnx.GraphProto]:
    for path in sorted(bundle.glob("*.onnx")):
        yield onnx.load(path, load_external_data=False).graph


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="duo_training.export.regraph", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--modules", default="small,big", help="of further blocks")
    parser.add_argument("--gpu-positions", default="", help="of further blocks, comma-separated")
    given = parser.parse_args()
    modules = tuple(given.modules.split(","))
    counts = [int(count) for count in given.gpu_positions.split(",") if count]
    try:
        regraph(given.bundle, given.out, [OracleGraph(modules, count, "gpu") for count in counts])
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
