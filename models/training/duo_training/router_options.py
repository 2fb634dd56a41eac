"""Which routers a bundle has, and the options of everything that follows stage 1."""

import argparse
from dataclasses import dataclass, fields
from pathlib import Path

from .imitation import Imitation
from .router import Training
from .tables import TableOptions


@dataclass(frozen=True)
class Plan:
    """One router: what it may take, how much of it is big, and what it learns from."""

    name: str
    share: float
    """The budget as a share of the layers, so that small duos have the same routers."""
    modules: tuple[str, ...] = ("small", "big")
    imitates: bool = False


# The first that fits is the product's default.
PLANS = (
    Plan("learned-4", 1 / 2),
    Plan("learned-2", 1 / 4),
    Plan("learned-6", 3 / 4),
    Plan("learned-4-skip", 1 / 2, ("skip", "big")),
    Plan("imitation-4", 1 / 2, imitates=True),
    Plan("imitation-2", 1 / 4, imitates=True),
    Plan("imitation-6", 3 / 4, imitates=True),
)


@dataclass(frozen=True)
class Options:
    data: Path
    run: Path
    router_minutes: float = Training.minutes
    """Training time of a router that learns as the paper's do."""
    router_steps: int = Training.steps
    """Instead of minutes, if any."""
    imitation_passes: int = Imitation.passes
    table_tokens: int = TableOptions.tokens
    held_out_table_tokens: int = TableOptions.held_out_tokens
    table_workers: int = TableOptions.workers
    windows: int = 64
    """Held-out windows of each set that a report measures."""
    seed: int = 1

    def command(self, name: str) -> str:
        """The command without this machine's folders."""
        minutes, steps = self.router_minutes, self.router_steps
        length = f"--router-steps {steps}" if steps else f"--router-minutes {minutes:g}"
        return (
            f"python -m duo_training.routers --data DATA --run RUN --only {name} {length} "
            f"--imitation-passes {self.imitation_passes} --table-tokens {self.table_tokens} "
            f"--windows {self.windows} --seed {self.seed}"
        )

    def tables(self) -> TableOptions:
        return TableOptions(
            self.data,
            self.run,
            self.table_tokens,
            self.held_out_table_tokens,
            self.table_workers,
            self.seed,
        )

    @staticmethod
    def add_to(parser: argparse.ArgumentParser) -> None:
        """Every option by its own name."""
        parser.add_argument("--data", type=Path, required=True, help="folder of the token streams")
        parser.add_argument("--run", type=Path, required=True, help="folder of stage 1")
        for field in fields(Options)[2:]:
            option = f"--{field.name.replace('_', '-')}"
            parser.add_argument(option, type=type(field.default), default=field.default)
