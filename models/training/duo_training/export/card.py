"""MODEL_CARD.md, from what `duo.json` says."""

from collections.abc import Callable
from typing import Any

from ..checkpoint import CheckpointError

CURVE_ROWS = 12


def model_card(manifest: dict[str, Any]) -> str:
    """The card's text. Everything in it comes from the manifest; no number is typed by hand.

    What a bundle's training does not say (fixtures, bundles of others) has no section. Raises
    CheckpointError where it says it in another form than `finish` writes.
    """
    training = manifest["training"]
    parts = [
        f"# {manifest['name']}",
        training.get("summary", "A Duo-LLM. Nothing is known of its training."),
        _dimensions(manifest),
        *(_section(name, training[name]) for name in SECTIONS if name in training),
        f"Licence of the weights: {manifest['licence']}.",
    ]
    return "\n\n".join(parts) + "\n"


def _section(name: str, said: Any) -> str:
    try:
        return SECTIONS[name](said)
    except (AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError) as error:
        raise CheckpointError(
            f"The part {name} of the bundle's training has not the form that the model card shows. "
            "Leave it out, or give it another name."
        ) from error


def _table(head: list[str], rows: list[list[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _dimensions(manifest: dict[str, Any]) -> str:
    size = manifest["dimensions"]
    inner = {module["name"]: module["innerWidth"] for module in manifest["modules"]}
    rows = [
        ["layers", f"{size['layers']}{_of_stages(size)}"],
        ["width", size["width"]],
        ["heads", f"{size['heads']} of {size['headWidth']}{_of_key_values(size)}"],
        ["big and small inner width", f"{inner['big']} and {inner['small']}"],
        ["vocabulary", manifest["vocabulary"]],
        ["context", f"{manifest['context']} tokens, BOS included"],
    ]
    if "parameters" in manifest["training"]:
        rows.append(["parameters", f"{manifest['training']['parameters']:,}"])
    return "## Dimensions\n\n" + _table(["", ""], rows)


def _of_stages(size: dict[str, int]) -> str:
    return f" of {size['stages']} stages" if "stages" in size else ""


def _of_key_values(size: dict[str, int]) -> str:
    shared = size.get("keyValueHeads")
    return f", {shared} of keys and values" if shared else ""


def _corpus(corpus: dict[str, Any]) -> str:
    rows = [[name, *map(_number, counts.values())] for name, counts in corpus["sets"].items()]
    head = ["set", *next(iter(corpus["sets"].values()))]
    return f"## Corpus\n\n{corpus['summary']}\n\n{_table(head, rows)}"


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _stage1(stage1: dict[str, Any]) -> str:
    routings = ("small", "big", "random", "skipHeavy")
    rows = [
        [f"{point['minutes']:.0f}", f"{point['tokens'] / 1e6:.1f} M", point["rate"]]
        + [f"{point[name][routing]:.3f}" for name in ("prose", "code") for routing in routings]
        for point in _thinned(stage1["curve"], CURVE_ROWS)
    ]
    head = ["minutes", "tokens", "rate"]
    head += [f"{name} {routing}" for name in ("prose", "code") for routing in routings]
    return (
        "## Stage 1: both modules under random routing\n\n"
        f"{stage1['tokens']:,} tokens in {stage1['steps']:,} steps and {stage1['minutes']:.0f} "
        f"minutes, on {stage1['machine']}.\n\n```\n{stage1['command']}\n```\n\n"
        "Held-out bits per byte on the way (few windows, so noisy). *rate* is the learning rate as "
        "a part of its peak: where it rises again, a run that had ended was continued. *random* is "
        "stage 1's own mix, *skipHeavy* skips half of the layers.\n\n" + _table(head, rows)
    )


def _thinned(points: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """At most `count` of these, evenly spread, the first and the last among them."""
    if len(points) <= count:
        return points
    return [points[round(index * (len(points) - 1) / (count - 1))] for index in range(count)]


def _compression(compression: dict[str, Any]) -> str:
    sets = compression["sets"]
    compressors = next(iter(sets.values()))["compressors"]
    rows = [
        ["this model, all big", *(f"{found['big']:.3f}" for found in sets.values())],
        *(
            [name, *(f"{found['compressors'][name]:.3f}" for found in sets.values())]
            for name in compressors
        ),
    ]
    sizes = (f"{name} ({found['bytes']:,} bytes)" for name, found in sets.items())
    return (
        "## Beside general compressors\n\n"
        "The whole held-out sets, the same bytes for all. A compressor begins without any "
        "knowledge but sees a set as one file; the model has read its training text and sees one "
        "window at a time.\n\n" + _table(["bits per byte", *sizes], rows)
    )


def _metrics(metrics: dict[str, Any]) -> str:
    sets = {name: measured for name, measured in metrics.items() if name != "quick"}
    rows = []
    for name, measured in sets.items():
        runs = {"all small": measured["small"], "all big": measured["big"], **measured["routers"]}
        rows += [
            [
                *(name, run, f"{losses['nats']:.4f}", f"{losses['bitsPerByte']:.4f}"),
                f"{losses['bigLayers']:.2f}" if "bigLayers" in losses else "",
            ]
            for run, losses in runs.items()
        ]
    sizes = " and ".join(
        f"{measured['documents']} of {name} ({measured['tokens']:,} tokens, "
        f"{measured['bytes']:,} bytes)"
        for name, measured in sets.items()
    )
    return (
        "## The held-out sample\n\n"
        f"The texts that the repository holds, `models/heldout`: {sizes}. Every number is of a "
        "whole run of its own (*self* context), with the weights as shipped (rounded to fp16). "
        "`npm run reproduce` computes them again with the product's engine, and adds oracle, fixed "
        "and random routes, figures and findings: [report](report/README.md).\n\n"
        + _table(["set", "run", "nats", "bits/byte", "big layers"], rows)
    )


def _routers(routers: list[dict[str, Any]]) -> str:
    sets = routers[0]["heldOut"]
    rows = [
        [
            *(router["name"], ", ".join(router["modules"]), f"{router['budget']:g}"),
            *(f"{router['heldOut'][name]['bigLayers']:.2f}" for name in sets),
            *(f"{router['tokens']:,}", router["seconds"], router["seed"]),
        ]
        for router in routers
    ]
    head = [
        *("router", "modules", "big layers asked"),
        *(f"taken, {name}" for name in sets),
        *("tokens", "seconds", "seed"),
    ]
    return (
        "## Stage 3: routers\n\nThe big layers that a token takes, on average, in a router's own "
        "runs of windows of the held-out sets; and what its training took.\n\n"
        + _table(head, rows)
        + "".join(f"\n\n{_how(router)}" for router in _first_of_each_kind(routers))
        + _tried([router for router in routers if "tried" in router])
    )


def _first_of_each_kind(routers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One that learned and one that imitates: the others were made in the same way."""
    by_kind = {"tried" in router: router for router in reversed(routers)}
    return list(reversed(by_kind.values()))


def _how(router: dict[str, Any]) -> str:
    return (
        f"How **{router['name']}** was trained: {router['method']}\n\n```\n{router['command']}\n```"
    )


def _tried(routers: list[dict[str, Any]]) -> str:
    """The notions of value that imitation tried: the one that won in training text is kept."""
    if not routers:
        return ""
    tried, sets = routers[0]["tried"], routers[0]["heldOut"]
    meanings = "; ".join(f"*{value}*: {found['description']}" for value, found in tried.items())
    rows = [
        [router["name"], value + (" (kept)" if value == router["value"] else "")]
        + [f"{found['trainingTextNats']:.4f}"]
        + [f"{found['heldOut'][name]['nats']:.3f}" for name in sets]
        for router in routers
        for value, found in router["tried"].items()
    ]
    head = ["router", "value", "training text", *sets]
    return (
        "\n\nImitation tried several notions of what big is worth at a layer and kept the one of "
        f"lowest loss in training text. {meanings}. Nats, of windows of each text:\n\n"
        + _table(head, rows)
    )


def _difficulty(difficulty: dict[str, Any]) -> str:
    rivals = {
        "head": "this head",
        "entropy": "entropy of the prediction (no label either)",
        "surprise": "surprise (knows the label)",
    }
    sets = difficulty["heldOut"]
    rows = [
        [words, *(f"{measured['rankCorrelation'][rival]:.3f}" for measured in sets.values())]
        for rival, words in rivals.items()
    ]
    head = ["", *(f"{name} ({measured['tokens']:,} tokens)" for name, measured in sets.items())]
    return (
        "## Difficulty without the next token\n\n"
        f"{difficulty['method']} Trained on {difficulty['tokens']:,} tokens, seed "
        f"{difficulty['seed']}. Rank correlation with the true difficulty, on held-out text:\n\n"
        + _table(head, rows)
    )


def _limits(limits: list[str]) -> str:
    return "## Limits\n\n" + "\n".join(f"- {limit}" for limit in limits)


# By the part of `training` that each is made of, in the card's order.
SECTIONS: dict[str, Callable[[Any], str]] = {
    "corpus": _corpus,
    "stage1": _stage1,
    "compression": _compression,
    "metrics": _metrics,
    "routers": _routers,
    "difficulty": _difficulty,
    "limits": _limits,
}
