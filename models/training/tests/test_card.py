"""The model card, from a manifest like those that `finish` writes."""

from typing import Any

from duo_training.export.card import model_card


def measured(nats: float) -> dict[str, float]:
    return {"nats": nats, "bitsPerByte": nats / 2, "bigLayers": 1.96}


ROUTINGS = {name: measured(3.5) for name in ("small", "big", "random", "skipHeavy")}
CURVE = [
    {
        "minutes": float(minute),
        "rate": 1.0,
        "tokens": 10**6 * minute,
        **{name: dict.fromkeys(ROUTINGS, 3 - minute / 100) for name in ("prose", "code")},
    }
    for minute in range(1, 51)
]
SAMPLE = {
    "documents": 48,
    "tokens": 23_591,
    "bytes": 70_400,
    "small": measured(4.0072),
    "big": measured(3.7984),
    "routers": {"learned-2": measured(3.8124)},
}
LEARNED = {
    **{"name": "learned-2", "budget": 2.0, "modules": ["small", "big"], "method": "Annealed."},
    **{"tokens": 825_344, "seconds": 215, "seed": 1, "command": "python -m routers"},
    "heldOut": {"prose": measured(3.75), "code": measured(2.75)},
}
TRIED = {
    **{"description": "what it saves", "trainingTextNats": 3.1234},
    "heldOut": LEARNED["heldOut"],
}
IMITATION = {
    **LEARNED,
    **{"name": "imitation-2", "value": "average", "tried": {"average": TRIED, "hindsight": TRIED}},
}


def manifest(training: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "my-duo",
        "licence": "MIT",
        "dimensions": {"layers": 8, "width": 128, "heads": 4, "headWidth": 32},
        "modules": [{"name": "small", "innerWidth": 32}, {"name": "big", "innerWidth": 512}],
        "vocabulary": 4096,
        "context": 512,
        "training": {"summary": "A duo.", "limits": ["It is small."], **training},
    }


WHOLE = {
    "parameters": 2_721_920,
    "corpus": {"summary": "Packages.", "sets": {"train": {"documents": 20_578, "bytes": 9}}},
    "stage1": {
        **{"tokens": 18_290_688, "steps": 2977, "minutes": 79.6, "machine": "a laptop"},
        **{"command": "python -m stage1", "curve": CURVE},
    },
    "compression": {
        "sets": {
            name: {"bytes": 1_660_803, "big": 1.701, "compressors": {"xz -9": 2.345}}
            for name in ("prose", "code")
        }
    },
    "metrics": {"prose": SAMPLE, "code": SAMPLE, "quick": {"prose": SAMPLE, "code": SAMPLE}},
    "routers": [LEARNED, IMITATION],
    "difficulty": {
        **{"method": "A network.", "tokens": 65_536, "seed": 1},
        "heldOut": {
            "prose": {
                "tokens": 8192,
                "rankCorrelation": {"head": 0.412, "entropy": 0.523, "surprise": 0.634},
            }
        },
    },
}


def test_every_part_of_the_training_has_its_numbers_in_the_card() -> None:
    card = model_card(manifest(WHOLE))
    for said in (
        *("2,721,920", "18,290,688", "python -m stage1", "| xz -9 | 2.345 | 2.345 |"),
        *("48 of prose (23,591 tokens, 70,400 bytes)", "| prose | all small | 4.0072 | 2.0036 |"),
        *("| prose | learned-2 | 3.8124 | 1.9062 | 1.96 |", "report/README.md", "It is small."),
        "| learned-2 | small, big | 2 | 1.96 | 1.96 | 825,344 | 215 | 1 |",
        "*average*: what it saves; *hindsight*: what it saves.",
        *("How **learned-2** was trained: Annealed.", "How **imitation-2** was trained"),
        *("| imitation-2 | average (kept) | 3.1234 |", "| imitation-2 | hindsight | 3.1234 |"),
        *("| this head | 0.412 |", "(no label either) | 0.523 |"),
    ):
        assert said in card


def test_rows_of_a_table_are_as_wide_as_its_head() -> None:
    width = 0
    for line in model_card(manifest(WHOLE)).splitlines():
        columns = line.count("|")
        assert columns in (0, width) or width == 0
        width = columns


def test_a_long_curve_is_thinned_to_a_dozen_rows_with_both_ends() -> None:
    rows = [line for line in model_card(manifest(WHOLE)).splitlines() if " M |" in line]
    assert len(rows) == 12
    assert rows[0].startswith("| 1 | 1.0 M | 1.0 | 2.990")
    assert rows[-1].startswith("| 50 | 50.0 M | 1.0 | 2.500")


def test_what_is_not_known_has_no_section() -> None:
    card = model_card(manifest({}))
    assert [line for line in card.splitlines() if line.startswith("#")] == [
        *("# my-duo", "## Dimensions", "## Limits"),
    ]
