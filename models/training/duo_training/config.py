"""The dimensions of a Duo-LLM."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelConfig:
    """Every layer has one attention and two SwiGLU FFNs, big and small, side by side."""

    layers: int = 8
    width: int = 128
    heads: int = 4
    big_inner: int = 512
    small_inner: int = 32
    vocabulary: int = 4096
    context: int = 512
    rope_theta: float = 10_000.0
    norm_epsilon: float = 1e-5
    bos: int = 0

    def __post_init__(self) -> None:
        if self.width % self.heads or self.head_width % 2:
            raise ValueError(
                f"Width {self.width} does not split into {self.heads} heads of an even width. "
                "Choose a width that is a multiple of twice the number of heads."
            )

    @property
    def head_width(self) -> int:
        return self.width // self.heads

    def inner(self, module: str) -> int:
        """The inner width of a module: what its FFN widens a token to."""
        return {"skip": 0, "small": self.small_inner, "big": self.big_inner}[module]
