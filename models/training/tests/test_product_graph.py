"""The graph of one matrix product, and that its committed file is this graph."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from duo_training.product_graph import product_graph

COMMITTED = Path(__file__).parents[3] / "scripts/bench/graphs/product.onnx"


def test_gives_the_first_number_of_the_product_for_any_shape() -> None:
    session = onnxruntime.InferenceSession(
        product_graph().SerializeToString(), providers=["CPUExecutionProvider"]
    )
    generator = np.random.default_rng(0)
    for rows, inner, columns in ((1, 1, 1), (7, 5, 3)):
        a = generator.standard_normal((rows, inner)).astype(np.float32)
        b = generator.standard_normal((inner, columns)).astype(np.float32)
        (first,) = session.run(None, {"a": a, "b": b})
        np.testing.assert_allclose(first, (a @ b)[:1, :1], rtol=1e-5)


def test_the_committed_file_is_this_graph() -> None:
    assert onnx.load(COMMITTED) == product_graph()
