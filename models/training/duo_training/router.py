"""Stage 3: a learned router (paper, section 3.3).

One linear layer per layer on the normed FFN input, softmax with a temperature that is annealed
until the assignment is hard. The duo is frozen; only the router learns.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from .config import ModelConfig
from .data import Windows
from .model import DuoLM
from .routing import BIG, MODULES, ROUTER, constant_routes

FORBIDDEN = -1e9


class Router(nn.Module):
    """Logits of skip, small and big at every layer; modules it does not use are forbidden.

    What it reads at a layer is the normed input of the layer's first FFN.
    """

    def __init__(
        self, config: ModelConfig, name: str, budget: float, modules: tuple[str, ...]
    ) -> None:
        super().__init__()
        self.name, self.budget, self.modules = name, budget, modules
        shape = (config.layers, config.width, len(MODULES))
        # The initial scale breaks ties between tokens; the budget loss does the rest.
        self.weight = nn.Parameter(torch.randn(shape) * config.width**-0.5)
        self.bias = nn.Parameter(torch.zeros(config.layers, len(MODULES)))
        allowed = torch.tensor([module in modules for module in MODULES])
        self.register_buffer("allowed", allowed, persistent=False)

    def masked_bias(self) -> Tensor:
        """The bias `[layers, 3]` with forbidden modules out of reach."""
        return self.bias.masked_fill(~self.allowed, FORBIDDEN)

    def logits(self, layer: int, normed: Tensor) -> Tensor:
        """`[N, width]` to `[N, 3]`."""
        return normed @ self.weight[layer] + self.masked_bias()[layer]

    def decide(self, layer: int, normed: Tensor) -> Tensor:
        """The hard decision: modules `[N]`."""
        return self.logits(layer, normed).argmax(dim=-1)

    def run(self, model: DuoLM, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """The router's own run of `tokens [B, T]`: hidden states and the routes it took."""
        routes = constant_routes((*tokens.shape, model.config.layers), ROUTER)
        return model(tokens, routes, self.decide)

    def budget_loss(self, probabilities: Tensor) -> Tensor:
        """Squared distance of the mean share of big layers from the budget.

        `probabilities [..., L, 3]`. The mean is over tokens and layers together: a budget for the
        whole stack, not a load balance per layer.
        """
        share = self.budget / probabilities.shape[-2]
        return (probabilities[..., BIG].mean() - share) ** 2

    def description(self) -> dict[str, object]:
        return {"name": self.name, "budget": self.budget, "modules": list(self.modules)}


def mix(
    model: DuoLM, router: Router, tokens: Tensor, temperature: float, hard: bool
) -> tuple[Tensor, Tensor]:
    """Runs `tokens [B, T]`; every layer adds its modules weighted by the router's probabilities.

    With `hard`, the weights are the hard decision and only the gradient is that of the
    probabilities (straight-through), so that what is trained is what will run. Returns hidden
    states `[B, T, width]` and the weights used `[B, T, L, 3]`.
    """
    x = model.embedding(tokens)
    used = []
    for index, layer in enumerate(model.layers):
        for number, stage in enumerate(layer.stages):
            x = model.attend(stage, x)
            normed = stage.ffn_norm(x)
            if number == 0:
                used.append(_weights(router.logits(index, normed) / temperature, hard))
            _, small, big = used[-1].unbind(dim=-1)
            x = x + small[..., None] * stage.small(normed) + big[..., None] * stage.big(normed)
    return model.final_norm(x), torch.stack(used, dim=-2)


def _weights(logits: Tensor, hard: bool) -> Tensor:
    """Of the modules, from logits `[..., 3]`."""
    weights = torch.softmax(logits, dim=-1)
    if not hard:
        return weights
    choice = nn.functional.one_hot(weights.argmax(dim=-1), len(MODULES))
    return choice + weights - weights.detach()


@dataclass(frozen=True)
class Training:
    """How a router is trained."""

    minutes: float = 4.0
    # Instead of minutes, if any: what is learned does not depend on how busy the machine is.
    steps: int = 0
    batch: int = 4
    rate: float = 1e-2
    alpha: float = 10.0
    hottest: float = 2.0
    coldest: float = 0.1
    # The last part of the budget trains the hard decisions.
    hard_from: float = 0.6


def train_router(model: DuoLM, router: Router, windows: Windows, training: Training) -> int:
    """Trains the router in place; returns the number of tokens it saw."""
    model.requires_grad_(False)
    optimizer = torch.optim.AdamW(router.parameters(), lr=training.rate, weight_decay=0.0)
    started, step, fraction = time.monotonic(), 0, 0.0
    while fraction < 1:
        inputs, targets = windows.batch(windows.starts(step * training.batch, training.batch))
        cooling = min(1.0, fraction / training.hard_from)
        temperature = training.hottest * (training.coldest / training.hottest) ** cooling
        hard = fraction >= training.hard_from
        hidden, used = mix(model, router, inputs, temperature, hard)
        losses = model.losses(hidden, targets).mean()
        loss = losses + training.alpha * router.budget_loss(used)
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = training.rate * min(1.0, 2 * (1 - fraction))
        optimizer.step()
        step += 1
        minutes = (time.monotonic() - started) / 60
        fraction = step / training.steps if training.steps else minutes / training.minutes
    return step * training.batch * model.config.context


@torch.no_grad()
def calibrate(model: DuoLM, router: Router, inputs: Tensor, runs: int = 4) -> float:
    """Shifts the bias of big, the same at all layers, until `inputs [B, T]` meet the budget.

    The annealed softmax meets the budget in probability; hard decisions can differ. One run shows
    by how much every decision was won or lost, and so the shift that turns enough of them. Turned
    decisions change the states that later layers see, hence a few runs. Returns the shift.
    """
    before = router.bias[:, BIG].clone()
    for _ in range(runs):
        leads = big_leads(model, router, inputs).sort(descending=True).values
        wanted = round(router.budget / model.config.layers * len(leads))
        router.bias[:, BIG] -= (leads[wanted - 1] + leads[wanted]) / 2
    return (router.bias[:, BIG] - before)[0].item()


def big_leads(model: DuoLM, router: Router, inputs: Tensor, batch: int = 8) -> Tensor:
    """By how much the logit of big leads the best other in each decision of the router's own run
    of `inputs [B, T]`: `[B * T * L]`, in no particular order."""
    leads = []

    def decide(layer: int, normed: Tensor) -> Tensor:
        logits = router.logits(layer, normed)
        leads.append(logits[:, BIG] - logits[:, :BIG].max(dim=-1).values)
        return logits.argmax(dim=-1)

    for part in inputs.split(batch):
        routes = constant_routes((*part.shape, model.config.layers), ROUTER)
        model(part, routes, decide)
    return torch.cat(leads)


def save_router(path: Path, router: Router) -> None:
    torch.save({**router.description(), "state": router.state_dict()}, path)


def load_router(path: Path, config: ModelConfig) -> Router:
    saved = torch.load(path, map_location="cpu", weights_only=True)
    router = Router(config, saved["name"], saved["budget"], tuple(saved["modules"]))
    router.load_state_dict(saved["state"])
    return router
