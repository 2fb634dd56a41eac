"""What checkpoints call the parameters of a duo."""

from collections.abc import Mapping
from dataclasses import dataclass

from .config import ModelConfig


@dataclass(frozen=True)
class TensorNames:
    """A checkpoint's names. It numbers stages through, as layers of its own."""

    embedding: str
    final_norm: str
    head: str
    """Where it is not the embedding's matrix."""
    stage_prefix: str
    """What a stage's names begin with, before its number."""
    in_stage: Mapping[str, str]
    """The rest of a stage's names, by that of the duo's parameters."""

    def of(self, config: ModelConfig) -> dict[str, str]:
        """The checkpoint's names by the duo's."""
        names = {"embedding.weight": self.embedding, "final_norm.gain": self.final_norm}
        if not config.tied:
            names["head.weight"] = self.head
        for number in range(config.attentions):
            layer, stage = divmod(number, config.stages)
            for ours, theirs in self.in_stage.items():
                ours = f"layers.{layer}.stages.{stage}.{ours}"
                names[ours] = f"{self.stage_prefix}.{number}.{theirs}"
        return names
