"""The oracle's tree in PyTorch, for comparison with the ONNX graphs: `npm run bench` runs it.

`python -m duo_training.tree_benchmark --bundle DIR --modules small,big --positions 8 --columns 257
--threads N --seconds S [--device cuda]` prints milliseconds per block, and per reference product,
as JSON. It runs a model of the bundle's dimensions with random weights, which cost the same time.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from .export.bundle import MANIFEST_FILE
from .export.regraph import bundle_config
from .model import Attention, DuoLM, rotate

REFERENCE_SHAPE = (2048, 256, 1024)
# Rows of the head computed at a time, as in the ONNX graphs.
HEAD_ROWS = 128
WARM_UPS = 2


@torch.no_grad()
def tree_losses(
    model: DuoLM,
    modules: tuple[str, ...],
    tokens: Tensor,
    targets: Tensor,
    first: int,
    keys: Tensor,
    values: Tensor,
) -> Tensor:
    """Losses `[positions, routes]`, nats, of the predictors `first ..` that read `tokens`.

    `keys` (rotated) and `values`, each `[A, K, C, head_width]`, are those of the positions from 0
    on; columns of a predictor's own position and later ones are not seen. Shares what the
    oracle graphs share: nodes are rows of plain products, node * positions + position.
    """
    positions, columns = len(tokens), keys.shape[2]
    own = torch.arange(first, first + positions, device=tokens.device)
    hidden = torch.arange(columns, device=tokens.device) >= own[:, None]
    x = model.embedding(tokens)
    for index, stage in enumerate(model.stages):
        normed = stage.attention_norm(x)
        seen = (keys[index], values[index], hidden, model.cos[own], model.sin[own])
        x = x + _attend(stage.attention, normed, *seen)
        normed = stage.ffn_norm(x)
        if index % model.config.stages == 0:
            # A new layer: every row takes every module.
            parts = [(x, normed)] * len(modules)
        else:
            parts = list(zip(x.chunk(len(modules)), normed.chunk(len(modules)), strict=True))
        branches = [
            part if module == "skip" else part + getattr(stage, module)(part_normed)
            for module, (part, part_normed) in zip(modules, parts, strict=True)
        ]
        x = torch.cat(branches)
    routes = len(x) // positions
    rows = targets.repeat(routes)
    losses = [
        F.cross_entropy(model.logits(part), part_targets, reduction="none")
        for part, part_targets in zip(
            model.final_norm(x).split(HEAD_ROWS), rows.split(HEAD_ROWS), strict=True
        )
    ]
    return torch.cat(losses).view(routes, positions).T


def _attend(
    attention: Attention,
    normed: Tensor,
    keys: Tensor,
    values: Tensor,
    hidden: Tensor,
    cos: Tensor,
    sin: Tensor,
) -> Tensor:
    """Of rows `[nodes * positions, width]`: each sees the context's columns and itself."""
    positions, served = len(hidden), attention.heads // attention.key_value_heads

    def split(projected: Tensor, group: int = 1) -> Tensor:
        """To `[key-value heads, group, nodes, positions, head_width]`."""
        heads = projected.view(-1, positions, attention.key_value_heads, group, keys.shape[-1])
        return heads.permute(2, 3, 0, 1, 4)

    query, key = split(attention.query(normed), served), split(attention.key(normed))
    query, key = rotate(query, cos, sin), rotate(key, cos, sin)
    value = split(attention.value(normed))
    scores = query.flatten(1, 3) @ keys.transpose(1, 2)
    scores = scores.view(*query.shape[:4], -1).masked_fill(hidden, float("-inf"))
    own = (query * key).sum(dim=-1, keepdim=True)
    shares = torch.cat((scores, own), dim=-1).mul(keys.shape[-1] ** -0.5).softmax(dim=-1)
    mixed = (shares[..., :-1].flatten(1, 3) @ values).view_as(query) + shares[..., -1:] * value
    return attention.output(mixed.permute(2, 3, 0, 1, 4).reshape(len(normed), -1))


def _milliseconds(run: Callable[[], Tensor], device: torch.device) -> float:
    began = time.perf_counter()
    run()
    if device.type == "cuda":
        # The call only queues the work.
        torch.cuda.synchronize(device)
    return (time.perf_counter() - began) * 1000


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--modules", required=True, help="comma-separated")
    parser.add_argument("--positions", type=int, required=True)
    parser.add_argument("--columns", type=int, required=True, help="the own one among them")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    torch.set_default_device(options.device)
    # In full float32, as everywhere else.
    torch.set_float32_matmul_precision("highest")
    manifest = json.loads((options.bundle / MANIFEST_FILE).read_text(encoding="utf-8"))
    config = bundle_config(manifest)
    model = DuoLM(config)
    earlier = options.columns - 1
    context = (config.attentions, config.key_value_heads, earlier, config.head_width)
    keys, values = torch.randn(context), torch.randn(context)
    ids = torch.randint(config.vocabulary, (options.positions,))
    first = earlier - options.positions
    modules = tuple(options.modules.split(","))
    rows, inner, columns = REFERENCE_SHAPE
    a, b = torch.rand(rows, inner), torch.rand(inner, columns)
    runs = {
        "tree": lambda: tree_losses(model, modules, ids, ids, first, keys, values),
        "product": lambda: a @ b,
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    until = time.perf_counter() + options.seconds
    rounds = 0
    while rounds <= WARM_UPS or time.perf_counter() < until:
        for name, run in runs.items():
            sample = _milliseconds(run, options.device)
            if rounds >= WARM_UPS:
                times[name].append(sample)
        rounds += 1
    device = torch.cuda.get_device_name() if options.device.type == "cuda" else "CPU"
    print(json.dumps({"torch": torch.__version__, "device": device, "milliseconds": times}))


if __name__ == "__main__":
    main()
