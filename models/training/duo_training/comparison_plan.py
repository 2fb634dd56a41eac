"""The models of the comparison with dense ones: how each is trained, and where it is measured."""

from dataclasses import dataclass

from .config import ModelConfig

BIG_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
DENSE_SHARES = (0.0, 0.5, 1.0)
# The paper trains big for 200 of 300 billion tokens before it freezes it.
BIG_FIRST = 2 / 3


@dataclass(frozen=True)
class Part:
    """A run of stage 1. A part that is not the first starts with the weights of the one before."""

    steps: int
    seed: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variant:
    """A model of the comparison, and the shares of big FFNs at which it is measured."""

    name: str
    kind: str
    parts: tuple[Part, ...]
    shares: tuple[float, ...] = BIG_SHARES


def plan(steps: int, seed: int, config: ModelConfig) -> tuple[Variant, ...]:
    """All models; each is trained for `steps` steps. `config` is the duo's."""
    dense = ("--shares", "0,0,1")
    first = round(BIG_FIRST * steps)
    return (
        Variant("duo", "duo", (Part(steps, seed),)),
        *(
            Variant(
                f"dense-{share:g}",
                "dense",
                (Part(steps, seed, (*dense, "--big-inner", f"{mean_inner(config, share):.0f}")),),
                (share,),
            )
            for share in DENSE_SHARES
        ),
        Variant(
            "frozen",
            "frozen",
            # Another seed, so that the second part reads other text than the first.
            (Part(first, seed, dense), Part(steps - first, seed + 1, ("--train", "small"))),
        ),
    )


def mean_inner(config: ModelConfig, share: float) -> float:
    """The inner width of the mean FFN: that of a dense model of equal FLOPs."""
    return config.small_inner + share * (config.big_inner - config.small_inner)


def flops(config: ModelConfig, inner: float) -> int:
    """Of a token in the whole model (two per weight), without attention's scores."""
    layer = 8 * config.width**2 + 6 * config.width * inner
    return round(config.layers * layer + 2 * config.width * config.vocabulary)
