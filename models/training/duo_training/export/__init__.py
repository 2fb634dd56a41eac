"""Writes a bundle: the ONNX graphs, their shared weights and what describes them."""
