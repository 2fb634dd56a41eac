"""Which oracle graphs a bundle gets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..config import ModelConfig
from ..routing import MODULES

Device = Literal["cpu", "gpu"]

MODULE_LISTS = (("small", "big"), ("skip", "big"), ("skip", "small", "big"))
# 3^8, and more than 2^12. More are not enumerated: a search through the routes graph is left.
MOST_ROUTES = 3**8
# Positions of a block: enough rows for full speed, few enough to cancel and draw in between.
MOST_POSITIONS: dict[Device, int] = {"cpu": 8, "gpu": 32}
MOST_ROWS: dict[Device, int] = {"cpu": 2**12, "gpu": 2**13}


@dataclass(frozen=True)
class OracleGraph:
    """An oracle graph; `positions` are those of a block."""

    modules: tuple[str, ...]
    positions: int
    device: Device = "cpu"

    @property
    def file(self) -> str:
        modules = "-".join(self.modules)
        if self.device == "gpu":
            return f"oracle-{modules}-gpu-{self.positions}.onnx"
        step = "-step" if self.positions == 1 and len(self.modules) < len(MODULES) else ""
        return f"oracle-{modules}{step}.onnx"

    def entry(self) -> dict[str, object]:
        """As `duo.json` names it."""
        graph: dict[str, object] = {"modules": list(self.modules), "positions": self.positions}
        if self.device == "gpu":
            graph["device"] = "gpu"
        return graph | {"file": self.file}


def oracle_graphs(config: ModelConfig) -> list[OracleGraph]:
    """Those that a model gets: for each module list blocks, one position, and blocks for GPUs.

    One position gives the keys and values of *self* context; on a CPU all three modules make so
    many nodes a position that one fills a block.
    """
    lists = [modules for modules in MODULE_LISTS if len(modules) ** config.layers <= MOST_ROUTES]
    for_cpu = [graph for modules in lists for graph in _for_cpu(modules, config)]
    return for_cpu + [
        OracleGraph(modules, _block(modules, config, "gpu"), "gpu") for modules in lists
    ]


def _for_cpu(modules: tuple[str, ...], config: ModelConfig) -> Iterator[OracleGraph]:
    block = _block(modules, config, "cpu") if len(modules) < len(MODULES) else 1
    if block > 1:
        yield OracleGraph(modules, block)
    yield OracleGraph(modules, 1)


def _block(modules: tuple[str, ...], config: ModelConfig, device: Device) -> int:
    routes = len(modules) ** config.layers
    # The last block of a window is filled up: of short windows not by more than half.
    most = min(MOST_POSITIONS[device], MOST_ROWS[device] // routes, config.context // 2)
    return max(1, most)
