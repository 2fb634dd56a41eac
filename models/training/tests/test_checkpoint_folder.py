"""Checkpoint folders in Hugging Face's layout: read, written, exported, refused."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import Tiny
from safetensors.torch import load_file, save_file
from torch import Tensor

from duo_training.checkpoint import CheckpointError
from duo_training.checkpoint_folder import load_folder, save_folder
from duo_training.export.bundle import write_bundle
from duo_training.fixtures import FIXTURES, GROUPED, tiny_model
from duo_training.routing import BIG

TOKENIZER = FIXTURES / "grouped-duo" / "tokenizer.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The duo that has everything, as a checkpoint folder."""
    model, routers = tiny_model(GROUPED, "grouped")
    training = {"summary": "A duo from elsewhere.", "limits": ["It is tiny."], "seeds": [1, 2]}
    save_folder(tmp_path / "folder", model, routers, TOKENIZER, "Apache-2.0", training)
    return tmp_path / "folder"


def change_config(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    change(config)
    path.write_text(json.dumps(config), encoding="utf-8")


def change_tensors(folder: Path, change: Callable[[dict[str, Tensor]], object]) -> None:
    path = folder / "model.safetensors"
    tensors = load_file(path)
    change(tensors)
    save_file(tensors, path)


def export(checkpoint: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "duo_training.export", "--checkpoint", str(checkpoint)]
    return subprocess.run(
        [*command, "--out", str(out), *options], capture_output=True, text=True, check=False
    )


def test_what_was_written_is_read_back(duo: Tiny, tmp_path: Path) -> None:
    save_folder(tmp_path, duo.model, duo.routers, TOKENIZER, "MIT")
    read = load_folder(tmp_path)
    assert read.model.config == duo.model.config
    for name, parameter in duo.model.named_parameters():
        assert torch.equal(read.model.get_parameter(name), parameter), name
    for ours, theirs in zip(duo.routers, read.routers, strict=True):
        assert theirs.description() == ours.description()
        assert torch.equal(theirs.weight, ours.weight)
        assert torch.equal(theirs.bias, ours.bias)
    assert (read.licence, read.training) == ("MIT", {})
    assert read.tokenizer.read_bytes() == TOKENIZER.read_bytes()


def test_names_and_shapes_are_those_of_the_readme(folder: Path) -> None:
    shapes = {
        name: list(tensor.shape) for name, tensor in load_file(folder / "model.safetensors").items()
    }
    expected = {
        "model.embed_tokens.weight": [300, 24],
        "model.norm.weight": [24],
        "lm_head.weight": [300, 24],
    }
    for number in range(4):
        layer = f"model.layers.{number}"
        expected |= {
            f"{layer}.input_layernorm.weight": [24],
            f"{layer}.self_attn.q_proj.weight": [32, 24],
            f"{layer}.self_attn.k_proj.weight": [16, 24],
            f"{layer}.self_attn.v_proj.weight": [16, 24],
            f"{layer}.self_attn.o_proj.weight": [24, 32],
            f"{layer}.post_attention_layernorm.weight": [24],
        }
        for module, inner in (("big", 48), ("small", 4)):
            expected |= {
                f"{layer}.mlp.{module}.gate_proj.weight": [inner, 24],
                f"{layer}.mlp.{module}.up_proj.weight": [inner, 24],
                f"{layer}.mlp.{module}.down_proj.weight": [24, inner],
            }
    for router in ("grouped-two", "grouped-three"):
        for number in range(2):
            expected[f"routers.{router}.layers.{number}.weight"] = [3, 24]
            expected[f"routers.{router}.layers.{number}.bias"] = [3]
    assert shapes == expected


def test_rows_of_a_router_are_skip_small_and_big(folder: Path) -> None:
    """A router that looks at one channel, and takes big where it is positive."""

    def look_at_the_first_channel(tensors: dict[str, Tensor]) -> None:
        weight = torch.zeros(3, 24)
        weight[BIG, 0] = 1
        tensors["routers.grouped-two.layers.1.weight"] = weight

    change_tensors(folder, look_at_the_first_channel)
    router = load_folder(folder).routers[0]
    normed = torch.zeros(2, 24)
    normed[:, 0] = torch.tensor([5.0, -5.0])
    assert router.decide(1, normed).tolist() == [2, 1]


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float16])
def test_halves_are_read(folder: Path, kind: torch.dtype) -> None:
    stored = load_file(folder / "model.safetensors")["lm_head.weight"].to(kind)
    change_tensors(folder, lambda tensors: tensors.update({"lm_head.weight": stored}))
    assert torch.equal(load_folder(folder).model.head.weight, stored.float())


def test_shards_are_read(folder: Path) -> None:
    whole = load_folder(folder).model
    tensors = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    files = {name: f"model-{1 + at % 2}-of-2.safetensors" for at, name in enumerate(tensors)}
    for file in set(files.values()):
        save_file({name: tensors[name] for name in files if files[name] == file}, folder / file)
    index = json.dumps({"metadata": {}, "weight_map": files})
    (folder / "model.safetensors.index.json").write_text(index, encoding="utf-8")
    sharded = load_folder(folder).model
    for name, parameter in whole.named_parameters():
        assert torch.equal(sharded.get_parameter(name), parameter), name


def test_llamas_defaults_are_understood(folder: Path) -> None:
    """Fields that a checkpoint of Llama's need not have, or has under another name."""

    def leave_out(config: dict[str, Any]) -> None:
        for name in ("num_key_value_heads", "head_dim", "hidden_act", "model_type", "rms_norm_eps"):
            del config[name]
        config["num_attention_heads"], config["num_key_value_heads"] = 6, None
        config["rope_parameters"] = {"rope_type": "default", "rope_theta": config.pop("rope_theta")}
        config["rope_scaling"] = None
        config["duo"]["context"] = 16

    def widen(tensors: dict[str, Tensor]) -> None:
        for name, tensor in tensors.items():
            if "self_attn" in name:
                tensors[name] = torch.zeros(24, 24, dtype=tensor.dtype)

    change_config(folder, leave_out)
    change_tensors(folder, widen)
    config = load_folder(folder).model.config
    expected = replace(
        GROUPED, heads=6, key_value_heads=6, head_width=4, norm_epsilon=1e-6, context=16
    )
    assert config == expected


def test_a_folder_is_exported_by_one_command(folder: Path, tmp_path: Path) -> None:
    """What comes out is what the same model and routers make by themselves."""
    finished = export(folder, tmp_path / "duo")
    assert (finished.returncode, finished.stderr) == (0, "")
    model, routers = tiny_model(GROUPED, "grouped")
    write_bundle(tmp_path / "other" / "duo", model, routers, TOKENIZER, {}, licence="Apache-2.0")
    for path in (tmp_path / "duo").iterdir():
        if path.suffix in (".onnx", ".bin"):
            assert path.read_bytes() == (tmp_path / "other" / "duo" / path.name).read_bytes()
    manifest = json.loads((tmp_path / "duo" / "duo.json").read_text(encoding="utf-8"))
    assert manifest["licence"] == "Apache-2.0"
    assert manifest["training"]["seeds"] == [1, 2]
    card = (tmp_path / "duo" / "MODEL_CARD.md").read_text(encoding="utf-8")
    for said in ("A duo from elsewhere.", "It is tiny.", "2 of 2 stages", "2 of keys and values"):
        assert said in card


def test_what_is_not_said_has_to_be_given(folder: Path, tmp_path: Path) -> None:
    change_config(folder, lambda config: config["duo"].pop("licence"))
    finished = export(folder, tmp_path / "duo")
    assert finished.returncode == 1
    assert finished.stderr.startswith("Say under which licence the weights are")
    assert not (tmp_path / "duo").exists()
    assert export(folder, tmp_path / "duo", "--licence", "MIT").returncode == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("attention_bias", True, "attention_bias is True"),
        ("mlp_bias", True, "mlp_bias is True"),
        ("hidden_act", "gelu", "hidden_act is 'gelu'"),
        ("model_type", "gemma", "model_type is 'gemma'"),
        ("rope_scaling", {"factor": 8.0}, "rope_scaling is"),
        ("rope_parameters", {"rope_type": "llama3"}, "rope_type is 'llama3'"),
        ("rope_theta", "much", "rope_theta must be a positive number"),
        ("num_hidden_layers", 3, "num_hidden_layers, 3, is not a multiple of duo.stages, 2"),
        ("num_hidden_layers", None, "num_hidden_layers must be a whole number .* is missing"),
        ("num_key_value_heads", 3, "3 key-value heads cannot serve 4 heads"),
        ("head_dim", 7, "a head's width cannot be 7"),
        ("bos_token_id", 300, "bos_token_id, 300, is no id"),
        ("duo", None, "duo must be an object"),
    ],
)
def test_a_configuration_that_no_bundle_can_hold_is_refused(
    folder: Path, field: str, value: object, said: str
) -> None:
    change_config(folder, lambda config: config.update({field: value}))
    with pytest.raises(CheckpointError, match=said):
        load_folder(folder)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("small_intermediate_size", None, "duo.small_intermediate_size must be .* is missing"),
        ("context", 64, "duo.context, 64, is longer than max_position_embeddings, 32"),
        ("routers", {"name": "one"}, "duo.routers must be a list"),
        ("routers", [{"budget": 1}], "needs a name of its own"),
        ("routers", [{"name": "one", "modules": ["small", "big"]}], "router one .* needs a budget"),
        ("routers", [{"name": "one", "budget": 1, "modules": ["big"]}], "modules .'big'."),
    ],
)
def test_a_duo_that_is_not_described_is_refused(
    folder: Path, field: str, value: object, said: str
) -> None:
    change_config(folder, lambda config: config["duo"].update({field: value}))
    with pytest.raises(CheckpointError, match=said):
        load_folder(folder)


BIAS = "model.layers.0.self_attn.q_proj.bias"
GATE = "model.layers.3.mlp.small.gate_proj.weight"


@pytest.mark.parametrize(
    ("name", "tensor", "said"),
    [
        (GATE, None, f"lacks tensors: {GATE}"),
        (BIAS, torch.zeros(32), f"cannot hold: {BIAS}"),
        (GATE, torch.zeros(8, 24), rf"{GATE} has shape \[8, 24\]; .* asks for \[4, 24\]"),
        (GATE, torch.full((4, 24), float("nan")), f"{GATE} holds numbers that are not finite"),
        (GATE, torch.full((4, 24), 7e4), f"{GATE} holds numbers .* beyond fp16"),
        (GATE, torch.zeros(4, 24, dtype=torch.int8), f"{GATE} is torch.int8"),
    ],
)
def test_tensors_that_no_bundle_can_hold_are_refused(
    folder: Path, name: str, tensor: Tensor | None, said: str
) -> None:
    def change(tensors: dict[str, Tensor]) -> None:
        if tensor is None:
            del tensors[name]
        else:
            tensors[name] = tensor

    change_tensors(folder, change)
    with pytest.raises(CheckpointError, match=said):
        load_folder(folder)


def test_a_folder_without_tensors_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"model.safetensors cannot be read"):
        load_folder(folder)


def change_tokenizer(folder: Path, change: dict[str, Any]) -> None:
    path = folder / "tokenizer.json"
    definition = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(definition | change), encoding="utf-8")


WORDS = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
BYTES = {**WORDS, "use_regex": False}


def split(behavior: str, invert: bool) -> dict[str, Any]:
    """Into words as Llama 3 does, more or less; and what they consist of as bytes."""
    pattern = {"Regex": r"\p{N}{1,3}| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+"}
    cutter = {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}
    return {"type": "Sequence", "pretokenizers": [cutter, BYTES]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"normalizer": {"type": "NFC"}}, "has a normaliser"),
        ({"decoder": {"type": "Fuse"}}, "another decoder"),
        ({"pre_tokenizer": {"type": "Whitespace"}}, "another pre-tokeniser"),
        ({"pre_tokenizer": BYTES}, "another pre-tokeniser"),
        ({"pre_tokenizer": split("MergedWithNext", False)}, "another pre-tokeniser"),
        ({"pre_tokenizer": split("Removed", False)}, "another pre-tokeniser"),
        ({"pre_tokenizer": {**WORDS, "add_prefix_space": True}}, "another pre-tokeniser"),
    ],
)
def test_a_tokenizer_of_another_family_is_refused(
    folder: Path, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    change_tokenizer(folder, change)
    read = load_folder(folder)
    with pytest.raises(CheckpointError, match=said):
        write_bundle(tmp_path / "duo", read.model, read.routers, read.tokenizer, {})


@pytest.mark.parametrize("words", [split("Isolated", False), split("Removed", True)])
def test_words_may_be_cut_by_an_expression(
    folder: Path, tmp_path: Path, words: dict[str, Any]
) -> None:
    change_tokenizer(folder, {"pre_tokenizer": words})
    read = load_folder(folder)
    write_bundle(tmp_path / "duo", read.model, read.routers, read.tokenizer, {})
    assert (tmp_path / "duo" / "tokenizer.json").read_bytes() == read.tokenizer.read_bytes()


def test_a_tokenizer_that_loses_bytes_is_refused(folder: Path, tmp_path: Path) -> None:
    """One whose vocabulary lacks the byte of a letter."""
    path = folder / "tokenizer.json"
    definition = json.loads(path.read_text(encoding="utf-8"))
    vocabulary = definition["model"]["vocab"]
    kept = {token: id_ for token, id_ in vocabulary.items() if token != "~"}
    change_tokenizer(folder, {"model": {**definition["model"], "vocab": kept}})
    read = load_folder(folder)
    with pytest.raises(CheckpointError, match="does not give every text back"):
        write_bundle(tmp_path / "duo", read.model, read.routers, read.tokenizer, {})


def test_a_tokenizer_of_more_ids_than_the_model_has_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    model, routers = tiny_model(replace(GROUPED, vocabulary=299), "grouped")
    with pytest.raises(CheckpointError, match="ids up to 299; the model knows 299"):
        write_bundle(tmp_path / "duo", model, routers, folder / "tokenizer.json", {})


def test_training_in_a_form_that_the_card_cannot_show_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    read = load_folder(folder)
    with pytest.raises(CheckpointError, match="The part corpus of the bundle's training"):
        write_bundle(
            tmp_path / "duo", read.model, read.routers, read.tokenizer, {"corpus": "The web."}
        )
