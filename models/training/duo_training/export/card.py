"""MODEL_CARD.md, from what `duo.json` says."""

from typing import Any


def model_card(manifest: dict[str, Any]) -> str:
    """The card's text. Everything in it comes from the manifest; no number is typed by hand."""
    training = manifest["training"]
    return (
        "\n\n".join(
            [
                f"# {manifest['name']}",
                training["summary"],
                _dimensions(manifest),
                *([_corpus(training["corpus"])] if "corpus" in training else []),
                *([_stage1(training["stage1"])] if "stage1" in training else []),
                *([_held_out(training["heldOut"])] if "heldOut" in training else []),
                *([_routers(training["routers"])] if "routers" in training else []),
                "## Limits\n\n" + "\n".join(f"- {limit}" for limit in training["limits"]),
                f"Licence of the weights: {manifest['licence']}.",
            ]
        )
        + "\n"
    )


def _table(head: list[str], rows: list[list[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _dimensions(manifest: dict[str, Any]) -> str:
    size = manifest["dimensions"]
    inner = {module["name"]: module["innerWidth"] for module in manifest["modules"]}
    rows = [
        ["layers", size["layers"]],
        ["width", size["width"]],
        ["heads", f"{size['heads']} of {size['headWidth']}"],
        ["big and small inner width", f"{inner['big']} and {inner['small']}"],
        ["vocabulary", manifest["vocabulary"]],
        ["context", f"{manifest['context']} tokens, BOS included"],
    ]
    if "parameters" in manifest["training"]:
        rows.append(["parameters", f"{manifest['training']['parameters']:,}"])
    return "## Dimensions\n\n" + _table(["", ""], rows)


def _corpus(corpus: dict[str, Any]) -> str:
    rows = [[name, *map(_number, counts.values())] for name, counts in corpus["sets"].items()]
    head = ["set", *next(iter(corpus["sets"].values()))]
    return f"## Corpus\n\n{corpus['summary']}\n\n{_table(head, rows)}"


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _stage1(stage1: dict[str, Any]) -> str:
    rows = [
        [f"{point['minutes']:.0f}", f"{point['tokens'] / 1e6:.1f} M"]
        + [point[name][routing] for name in ("prose", "code") for routing in ("small", "big")]
        for point in stage1["curve"]
    ]
    head = ["minutes", "tokens", "prose small", "prose big", "code small", "code big"]
    return (
        "## Stage 1: both modules under random routing\n\n"
        f"{stage1['tokens']:,} tokens in {stage1['steps']:,} steps and {stage1['minutes']:.0f} "
        f"minutes, on {stage1['machine']}.\n\n```\n{stage1['command']}\n```\n\n"
        "Held-out bits per byte on the way (few windows, so noisy):\n\n" + _table(head, rows)
    )


def _held_out(held_out: dict[str, Any]) -> str:
    first = next(iter(held_out["sets"].values()))
    rows = [
        [routing]
        + [f"{held_out['sets'][name][routing]['nats']:.3f}" for name in held_out["sets"]]
        + [f"{held_out['sets'][name][routing]['bitsPerByte']:.3f}" for name in held_out["sets"]]
        for routing in first
    ]
    names = list(held_out["sets"])
    head = ["routing", *(f"{name}, nats" for name in names), *(f"{n}, bits/byte" for n in names)]
    return (
        "## Held-out loss\n\n"
        f"{held_out['windows']} windows of each set; weights as shipped (rounded to fp16). "
        "*random* is stage 1's own mix, *skipHeavy* skips half of the layers.\n\n"
        + _table(head, rows)
    )


def _routers(routers: list[dict[str, Any]]) -> str:
    head = [
        "router",
        "budget",
        "seed",
        "tokens",
        "seconds",
        "set",
        "big layers taken",
        "nats",
        "bits/byte",
    ]
    rows = [
        [
            *(router["name"], router["budget"], router["seed"]),
            *(f"{router['tokens']:,}", router["seconds"]),
            *(name, f"{measured['bigLayers']:.2f}"),
            *(f"{measured['nats']:.3f}", f"{measured['bitsPerByte']:.3f}"),
        ]
        for router in routers
        for name, measured in router["heldOut"].items()
    ]
    return (
        f"## Stage 3: routers\n\n{routers[0]['method']}\n\n```\n{routers[0]['command']}\n```\n\n"
        + _table(head, rows)
    )
