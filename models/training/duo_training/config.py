"""The dimensions of a Duo-LLM."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelConfig:
    """A layer is where a route chooses a module: one or several stages, which all take that module.
    Every stage has one attention and two SwiGLU FFNs, big and small, side by side."""

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
    key_value_heads: int = 0
    """Each serves as many of the heads; 0 stands for as many as there are heads."""
    head_width: int = 0
    """0 stands for the heads' share of the width."""
    stages: int = 1
    """Of each layer."""
    tied: bool = True
    """Whether the head is the embedding's matrix."""

    def __post_init__(self) -> None:
        if self.key_value_heads == 0:
            object.__setattr__(self, "key_value_heads", self.heads)
        if self.head_width == 0:
            if self.width % (2 * self.heads):
                raise ValueError(
                    f"Width {self.width} does not split into {self.heads} heads of an even width. "
                    "Choose a width that is a multiple of twice the number of heads."
                )
            object.__setattr__(self, "head_width", self.width // self.heads)
        if self.head_width % 2:
            raise ValueError(
                f"Rotary positions need pairs: a head's width cannot be {self.head_width}. "
                "Choose an even number."
            )
        if self.heads % self.key_value_heads:
            raise ValueError(
                f"{self.key_value_heads} key-value heads cannot serve {self.heads} heads equally. "
                "Choose a divisor of the number of heads."
            )

    @property
    def attentions(self) -> int:
        """How many there are, each with keys and values of its own."""
        return self.layers * self.stages

    def inner(self, module: str) -> int:
        """The inner width of a module: what its FFN widens a token to."""
        return {"skip": 0, "small": self.small_inner, "big": self.big_inner}[module]
