"""Small FFNs for a model that has big ones only."""

import torch
import torch.nn.functional as F
from torch import Tensor

from ..model import DuoLM, Stage
from ..routing import balanced_routes, share_counts

# What small FFNs are fitted and trained along: skipping is nothing that the model has learned.
SHARES = (0.0, 0.5, 0.5)
# Sequences that go through attention at once.
BATCH = 4
# Of the mean square of an inner unit: what keeps units that are never active from great weights.
RIDGE = 1e-4


@torch.no_grad()
def attach_small(model: DuoLM, inputs: Tensor, generator: torch.Generator) -> list[float]:
    """Gives every stage a small FFN that does what it can of the big one's work.

    It takes the big one's most active units on `inputs [B, T]`, and fits what they add to the
    stream by least squares. Lowest stage first, along random routes, so that every stage sees
    what the small ones below it make. Returns for each stage the error that is left: the mean over
    tokens of its square, 1 where the small FFN would add nothing.
    """
    config = model.config
    counts = share_counts(inputs.numel(), SHARES)
    routes = balanced_routes((*inputs.shape, config.layers), counts, generator)
    x = model.embedding(inputs)
    errors = []
    for index, stage in enumerate(model.stages):
        x = torch.cat([model.attend(stage, part) for part in x.split(BATCH)])
        normed = stage.ffn_norm(x).flatten(0, 1)
        errors.append(imitate_big(stage, normed))
        modules = routes[..., index // config.stages].flatten()
        x = stage.route_ffn(x.flatten(0, 1), normed, modules, counts).view_as(x)
    return errors


@torch.no_grad()
def imitate_big(stage: Stage, normed: Tensor) -> float:
    """Fits the small FFN to the big one on `normed [N, width]`; returns the error that is left."""
    big, small = stage.big, stage.small
    inner = F.silu(big.gate(normed)) * big.up(normed)
    wanted = big.down(inner)
    activity = inner.abs().mean(dim=0) * big.down.weight.norm(dim=0)
    kept = activity.topk(small.down.in_features).indices
    small.gate.weight.copy_(big.gate.weight[kept])
    small.up.weight.copy_(big.up.weight[kept])
    # Relative to its size, lest the few tokens where attention rests (BOS first) outweigh the text.
    size = wanted.norm(dim=1, keepdim=True) + 1e-6
    units, wanted = inner[:, kept] / size, wanted / size
    products = units.T @ units
    products += RIDGE * products.diagonal().mean() * torch.eye(len(products))
    small.down.weight.copy_(torch.linalg.solve(products, units.T @ wanted).T)
    return (wanted - small.down(units)).square().sum(dim=1).mean().item()
