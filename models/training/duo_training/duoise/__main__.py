"""From a pretrained model's GGUF file to a bundle.

python -m duo_training.duoise --gguf FILE --corpus DATA --work RUN --out BUNDLE
"""

import sys

from ..checkpoint import CheckpointError
from .options import parse
from .recipe import Stopped, duoise


def main() -> int:
    try:
        duoise(parse())
    except (CheckpointError, Stopped) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
