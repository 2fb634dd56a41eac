"""A small builder of ONNX graphs whose weights live in one external file."""

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .weights import WEIGHTS_FILE, Record

OPSET = 21
IR_VERSION = 10
MICROSOFT = "com.microsoft"

_TYPES = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.float16): TensorProto.FLOAT16}


class Graph:
    """Collects nodes; every method that makes a value returns its name."""

    def __init__(self, name: str, records: dict[str, Record]) -> None:
        self.name, self.records = name, records
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []
        self._widened: dict[str, str] = {}
        self._microsoft = False

    def input(self, name: str, dtype: int, shape: Sequence[int | str]) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, dtype, shape))
        return name

    def output(self, name: str, value: str, dtype: int, shape: Sequence[int | str]) -> None:
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, dtype, shape))

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """Adds a node with one output."""
        return self.ops(kind, 1, *inputs, domain=domain, **attributes)[0]

    def ops(
        self, kind: str, count: int, *inputs: str, domain: str = "", **attributes: object
    ) -> list[str]:
        """Adds a node with `count` outputs."""
        self._microsoft |= domain == MICROSOFT
        outputs = [f"{kind}_{len(self.nodes)}_{number}" for number in range(count)]
        node = helper.make_node(kind, list(inputs), outputs, domain=domain, **attributes)
        self.nodes.append(node)
        return outputs

    def constant(self, values: object, dtype: type = np.int64) -> str:
        """An initializer inside the graph: shapes, indices and masks."""
        array = np.asarray(values, dtype)
        key = f"constant_{len(self.initializers)}"
        self.initializers[key] = numpy_helper.from_array(array, key)
        return key

    def weight(self, name: str) -> str:
        """A weight as float32. Runtimes fold the Cast once, when they load the graph."""
        if name not in self._widened:
            record = self.records[name]
            self.initializers[name] = _external(name, record)
            half = record.dtype == np.float16
            self._widened[name] = self.op("Cast", name, to=TensorProto.FLOAT) if half else name
        return self._widened[name]

    def reshape(self, value: str, shape: Sequence[int]) -> str:
        return self.op("Reshape", value, self.constant(shape))

    def model(self) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes, self.name, self.inputs, self.outputs, list(self.initializers.values())
        )
        opsets = [helper.make_opsetid("", OPSET)]
        if self._microsoft:
            opsets.append(helper.make_opsetid(MICROSOFT, 1))
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="duo-training"
        )


def _external(name: str, record: Record) -> onnx.TensorProto:
    tensor = TensorProto(name=name, data_type=_TYPES[record.dtype], dims=record.shape)
    tensor.data_location = TensorProto.EXTERNAL
    entries = {"location": WEIGHTS_FILE, "offset": record.offset, "length": record.length}
    for key, value in entries.items():
        tensor.external_data.add(key=key, value=str(value))
    return tensor
