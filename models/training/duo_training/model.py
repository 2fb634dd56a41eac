"""The Duo-LLM: a Llama-style decoder whose layers hold a big and a small FFN (paper, section 2)."""

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import ModelConfig
from .routing import MODULES, ROUTER

# A router's decision: (layer, normed FFN input [N, width]) -> modules int64 [N].
Decide = Callable[[int, Tensor], Tensor]


def rotary_tables(config: ModelConfig) -> tuple[Tensor, Tensor]:
    """Cosines and sines of the rotary angles, each `[context, head_width / 2]`, float32."""
    half = config.head_width // 2
    frequencies = config.rope_theta ** -(torch.arange(half, dtype=torch.float64) / half)
    angles = torch.arange(config.context, dtype=torch.float64)[:, None] * frequencies
    return angles.cos().float(), angles.sin().float()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotates `x [..., T, head_width]` by its position; pairs are (i, i + half), as in NeoX."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


class RMSNorm(nn.Module):
    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.gain.shape, self.gain, self.epsilon)


class Attention(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.heads, self.key_value_heads = config.heads, config.key_value_heads
        self.head_width = config.head_width
        mixed, shared = self.heads * self.head_width, self.key_value_heads * self.head_width
        self.query = nn.Linear(config.width, mixed, bias=False)
        self.key = nn.Linear(config.width, shared, bias=False)
        self.value = nn.Linear(config.width, shared, bias=False)
        self.output = nn.Linear(mixed, config.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Causal self-attention over `x [B, T, width]`."""
        batch, length, _ = x.shape

        def split(projected: Tensor) -> Tensor:
            return projected.view(batch, length, -1, self.head_width).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        query, key = rotate(query, cos, sin), rotate(key, cos, sin)
        mixed = F.scaled_dot_product_attention(
            query.to(value.dtype),
            key.to(value.dtype),
            value,
            is_causal=True,
            enable_gqa=self.key_value_heads < self.heads,
        )
        return self.output(mixed.transpose(1, 2).flatten(2))


class SwiGLU(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.gate = nn.Linear(width, inner, bias=False)
        self.up = nn.Linear(width, inner, bias=False)
        self.down = nn.Linear(inner, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(F.silu(self.gate(x)) * self.up(x))


class Permute(torch.autograd.Function):
    """Reorders rows. Its gradient is the inverse reordering: a gather, where autograd's own
    scatter-add would cost a tenth of a training step."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, order: Tensor, inverse: Tensor) -> Tensor:
        ctx.save_for_backward(order, inverse)
        return x.index_select(0, order)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        _, inverse = ctx.saved_tensors
        return gradient.index_select(0, inverse), None, None


class Stage(nn.Module):
    """An attention and its two FFNs: what Llama calls a layer."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.attention_norm = RMSNorm(config.width, config.norm_epsilon)
        self.attention = Attention(config)
        self.ffn_norm = RMSNorm(config.width, config.norm_epsilon)
        self.small = SwiGLU(config.width, config.small_inner)
        self.big = SwiGLU(config.width, config.big_inner)

    def route_ffn(
        self, x: Tensor, normed: Tensor, modules: Tensor, counts: list[int] | None = None
    ) -> Tensor:
        """Adds to each row of `x [N, width]` the output of the module it takes, `modules [N]`.

        Rows are brought into the order of their modules, so that each FFN runs for its own rows
        only. `counts` says how many rows skip, take small and take big, where the caller knows.
        """
        order = modules.argsort()
        inverse = order.argsort()
        if counts is None:
            counts = torch.bincount(modules, minlength=len(MODULES)).tolist()
        skipped, small, big = Permute.apply(normed, order, inverse).split(counts)
        small, big = self.small(small), self.big(big)
        outputs = torch.cat((torch.zeros_like(skipped, dtype=big.dtype), small, big))
        return x + Permute.apply(outputs, inverse, order)


class Layer(nn.Module):
    """Where a route chooses: all stages take the module that the layer takes."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.stages = nn.ModuleList(Stage(config) for _ in range(config.stages))


class DuoLM(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))
        self.final_norm = RMSNorm(config.width, config.norm_epsilon)
        if not config.tied:
            self.head = nn.Linear(config.width, config.vocabulary, bias=False)
        cos, sin = rotary_tables(config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.initialise()

    def initialise(self, std: float = 0.02) -> None:
        """Normal weights; what writes into the residual stream is scaled by its depth (GPT-2)."""
        depth = (2 * self.config.attentions) ** -0.5
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                writes = name.endswith(("output.weight", "down.weight"))
                nn.init.normal_(parameter, std=std * depth if writes else std)

    @property
    def stages(self) -> list[Stage]:
        """Of all layers, the lowest first; number a has the attention of that number."""
        return [stage for layer in self.layers for stage in layer.stages]

    @property
    def head_matrix(self) -> Tensor:
        """`[vocabulary, width]`; the embedding's own where they are tied."""
        return self.embedding.weight if self.config.tied else self.head.weight

    def attend(self, stage: Stage, x: Tensor) -> Tensor:
        length = x.shape[1]
        return x + stage.attention(stage.attention_norm(x), self.cos[:length], self.sin[:length])

    def forward(
        self,
        tokens: Tensor,
        routes: Tensor,
        decide: Decide | None = None,
        counts: list[int] | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Runs `tokens [B, T]` along `routes [B, T, L]`.

        Where a route says -1, `decide` (the router) chooses, by what the first FFN of the layer
        would read. Returns the hidden states after the last norm, `[B, T, width]`, and the routes
        taken, `[B, T, L]`.

        `counts`: how many tokens skip, take small and take big, where every layer has the same
        counts, known beforehand. Then no shape depends on data and the model compiles to one graph.
        """
        x = self.embedding(tokens)
        taken = []
        for index, layer in enumerate(self.layers):
            modules = routes[..., index].flatten()
            for number, stage in enumerate(layer.stages):
                x = self.attend(stage, x)
                rows, normed = x.flatten(0, 1), stage.ffn_norm(x).flatten(0, 1)
                if decide is not None and number == 0:
                    modules = torch.where(modules == ROUTER, decide(index, normed), modules)
                x = stage.route_ffn(rows, normed, modules, counts).view_as(x)
            taken.append(modules.view(tokens.shape))
        return self.final_norm(x), torch.stack(taken, dim=-1)

    def logits(self, hidden: Tensor) -> Tensor:
        """`[..., width]` to `[..., vocabulary]`."""
        return F.linear(hidden, self.head_matrix)

    def losses(self, hidden: Tensor, targets: Tensor) -> Tensor:
        """Cross-entropy of every position's target, nats, shaped like `targets`."""
        logits = self.logits(hidden).flatten(0, -2).float()
        return F.cross_entropy(logits, targets.flatten(), reduction="none").view(targets.shape)
