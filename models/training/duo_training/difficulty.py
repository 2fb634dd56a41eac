"""A head that predicts a token's difficulty before the token is seen.

Difficulty is what compute could still win: the loss with all layers small minus the lowest loss of
any route. It needs the true token; the paper asks for a surrogate that does not. This one reads
the hidden state that a run leaves behind its last norm, and the entropy of what it predicts.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import ModelConfig


class DifficultyHead(nn.Module):
    """Two linear layers with a SiLU between them; softplus, because difficulty is not negative.

    The first reads the hidden state and, as one more column, the entropy: it says much of
    difficulty, and a narrow layer cannot add it up over a whole vocabulary.
    """

    WIDTH = 64

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.inner = nn.Linear(config.width + 1, self.WIDTH)
        self.output = nn.Linear(self.WIDTH, 1)

    def forward(self, hidden: Tensor, entropy: Tensor) -> Tensor:
        """Hidden states `[..., width]` and entropies in nats `[...]` to nats `[...]`."""
        inputs = torch.cat((hidden, entropy[..., None]), dim=-1)
        return F.softplus(self.output(F.silu(self.inner(inputs)))).squeeze(-1)


@dataclass(frozen=True)
class HeadTraining:
    """How the head is trained."""

    epochs: int = 6
    batch: int = 512
    rate: float = 4e-3
    decay: float = 1.0
    seed: int = 1


def train_head(
    head: DifficultyHead, hidden: Tensor, entropy: Tensor, difficulty: Tensor, how: HeadTraining
) -> None:
    """Trains the head, in place, on the true difficulties `[N]` of tokens.

    Squared error of log(1 + nats): difficulty has a long tail, whose few tokens would otherwise be
    all that counts.
    """
    generator = torch.Generator().manual_seed(how.seed)
    optimizer = torch.optim.AdamW(head.parameters(), lr=how.rate, weight_decay=how.decay)
    wanted = difficulty.log1p()
    for epoch in range(how.epochs):
        for group in optimizer.param_groups:
            group["lr"] = how.rate * (1 - epoch / how.epochs)
        for rows in torch.randperm(len(hidden), generator=generator).split(how.batch):
            loss = F.mse_loss(head(hidden[rows], entropy[rows]).log1p(), wanted[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def entropy_of(logprobs: Tensor) -> Tensor:
    """Of the distributions `logprobs [..., V]`, nats `[...]`."""
    return -(logprobs.exp() * logprobs).sum(dim=-1)


def rank_correlation(left: Tensor, right: Tensor) -> float:
    """Spearman's: the correlation of the ranks of `left [N]` and `right [N]`; ties share theirs."""
    ranks = torch.stack([_ranks(values) for values in (left, right)])
    return torch.corrcoef(ranks)[0, 1].item()


def _ranks(values: Tensor) -> Tensor:
    _, which, counts = values.unique(return_inverse=True, return_counts=True)
    return (counts.cumsum(0) - (counts - 1) / 2).double()[which]


def save_head(path: Path, head: DifficultyHead) -> None:
    torch.save(head.state_dict(), path)


def load_head(path: Path, config: ModelConfig) -> DifficultyHead:
    head = DifficultyHead(config)
    head.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return head.requires_grad_(False)
