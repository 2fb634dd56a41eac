"""The graph by which `npm run bench` learns how fast a machine multiplies matrices.

`python -m duo_training.product_graph FILE` writes it.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .export.graph import IR_VERSION, OPSET


def product_graph() -> onnx.ModelProto:
    """`a [M, K]` times `b [K, N]`, for any shape.

    Only the product's first number is an output: runtimes copy outputs, which would take as long
    as the product.
    """
    corner = [
        numpy_helper.from_array(np.array([index, index], np.int64), name)
        for index, name in enumerate(("from", "to"))
    ]
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["a", "b"], ["product"]),
            helper.make_node("Slice", ["product", "from", "to"], ["first"]),
        ],
        "product",
        [
            helper.make_tensor_value_info("a", TensorProto.FLOAT, ["M", "K"]),
            helper.make_tensor_value_info("b", TensorProto.FLOAT, ["K", "N"]),
        ],
        [helper.make_tensor_value_info("first", TensorProto.FLOAT, [1, 1])],
        corner,
    )
    opset = helper.make_opsetid("", OPSET)
    return helper.make_model(
        graph, opset_imports=[opset], ir_version=IR_VERSION, producer_name="duo-training"
    )


if __name__ == "__main__":
    onnx.save(product_graph(), Path(sys.argv[1]))
