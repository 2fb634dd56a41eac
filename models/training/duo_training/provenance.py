"""What a bundle says about its training: the `training` part of `duo.json`."""

import json
import re
from pathlib import Path
from typing import Any

import torch

from .evaluate import HELD_OUT
from .imitation import VALUES
from .model import DuoLM


def describe(
    model: DuoLM,
    saved: dict[str, Any],
    machine: str,
    log: Path,
    corpus: Path,
    routers: list[dict[str, Any]],
    manifest: str,
) -> dict[str, Any]:
    """Provenance and metrics. `saved` is stage 1's checkpoint, `corpus` the folder of its data and
    `manifest` the repository's file that names its packages; `machine` says in words what stage 1
    ran on."""
    minutes = saved["seconds"] / 60
    return {
        "summary": (
            f"A Duo-LLM of {_millions(_parameters(model))} parameters, trained from scratch for "
            f"{round(minutes, 1):g} minutes on {machine}: large enough to show where compute helps "
            "and what a router does about it, and far from what a language model can be."
        ),
        "parameters": _parameters(model),
        "corpus": _corpus(corpus, manifest),
        "stage1": {
            "command": saved["command"],
            "machine": machine,
            "library": f"PyTorch {torch.__version__.split('+')[0]}",
            "steps": saved["step"],
            "tokens": saved["tokens"],
            "minutes": round(minutes, 1),
            "curve": _curve(log),
        },
        "routers": [_explained(report) for report in routers],
        "limits": [
            "It is a small model, trained for a short time. What it writes is not useful; its "
            "losses are what it is for.",
            "English prose and program source only. Other languages and formats cost many tokens "
            "and are predicted badly.",
            "Its absolute losses say little about large models. How losses differ between routes, "
            "layers and tokens is what can be compared with the paper.",
            "Held-out text shares no package with the training text, but the style of its kind.",
        ],
    }


def _explained(report: dict[str, Any]) -> dict[str, Any]:
    """A router's report, which says in words too what its imitation tried."""
    if "tried" not in report:
        return report
    tried = {
        name: {"description": VALUES[name].description, **found}
        for name, found in report["tried"].items()
    }
    return {**report, "tried": tried}


def _parameters(model: DuoLM) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def _millions(count: int) -> str:
    return f"{count / 1e6:.1f} million"


def _corpus(folder: Path, manifest: str) -> dict[str, Any]:
    """Sizes of the token streams, as the tokenizer's encoder left them."""
    counts = json.loads((folder / "tokens.json").read_text(encoding="utf-8"))
    return {
        "summary": (
            "Documentation and source code of published packages; "
            f"`{manifest}` names every package, version and licence."
            f"{_copyleft(folder / 'corpus.json')} "
            "The held-out sets share no package with the training set."
        ),
        "sets": {
            name: {key: sizes[key] for key in ("documents", "bytes", "tokens")}
            for name, sizes in counts.items()
        },
    }


def _copyleft(report: Path) -> str:
    """Says, with the corpus builder's report, how much of the training text is under copyleft."""
    packages = json.loads(report.read_text(encoding="utf-8"))["packages"] if report.exists() else []
    sizes = [
        (sum(package["bytes"].values()), _is_copyleft(package["licence"]))
        for package in packages
        if package["set"] == "train"
    ]
    copyleft = sum(size for size, found in sizes if found)
    if copyleft == 0:
        return ""
    return (
        f" {copyleft / sum(size for size, _ in sizes):.0%} of the training text is under copyleft "
        "licences (GPL, GFDL, CC-BY-SA), most of the rest under permissive ones."
    )


def _is_copyleft(licence: str) -> bool:
    """Whether every licence that one may choose is."""
    return all(re.search("GPL|GFDL|BY-SA", choice) for choice in licence.split(" OR "))


def _curve(log: Path) -> list[dict[str, Any]]:
    """Held-out bits per byte along the run, from its log, and the learning rate's factor then."""
    points, rate = [], 1.0
    for line in log.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        rate = entry.get("rate", rate)
        if "heldOut" not in entry:
            continue
        losses = {
            name: {
                routing: measured["bitsPerByte"]
                for routing, measured in entry["heldOut"][name].items()
            }
            for name in HELD_OUT
        }
        point = {"minutes": entry["minutes"], "tokens": entry["tokens"], "rate": round(rate, 2)}
        points.append({**point, **losses})
    return points
