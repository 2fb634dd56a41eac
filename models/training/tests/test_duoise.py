"""From a tiny pretrained model's GGUF file to a bundle."""

import json
from dataclasses import replace
from pathlib import Path

import gguf_file
import pytest
import torch
from gguf_file import CONTEXT, HEADS, INNER, LAYERS, SHARED, SPECIAL, write_gguf

from duo_training import checkpoint, heldout
from duo_training.checkpoint import CheckpointError
from duo_training.checkpoint_folder import load_folder
from duo_training.duoise.attach import attach_small
from duo_training.duoise.gguf_fields import Fields, open_gguf
from duo_training.duoise.gguf_model import Shape, read_model
from duo_training.duoise.gguf_tokenizer import read_tokenizer
from duo_training.duoise.options import Options, parse
from duo_training.duoise.recipe import duoise
from duo_training.evaluate import HELD_OUT
from duo_training.model import DuoLM
from duo_training.routing import BIG, SMALL, constant_routes


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return write_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


def read(path: Path, shape: Shape | None = None, bos: str | None = None) -> DuoLM:
    reader = open_gguf(path)
    return read_model(reader, read_tokenizer(Fields(reader), bos), shape or Shape(2, 16, CONTEXT))


@pytest.fixture(scope="module")
def inputs() -> torch.Tensor:
    generator = torch.Generator().manual_seed(2)
    tokens = torch.randint(2, gguf_file.VOCABULARY, (4, CONTEXT), generator=generator)
    tokens[:, 0] = 1
    return tokens


@torch.no_grad()
def test_all_big_is_the_pretrained_model(file: Path, inputs: torch.Tensor) -> None:
    model = read(file)
    routes = constant_routes((1, CONTEXT, 2), BIG)
    hidden, _ = model(inputs[:1], routes)
    found = model.logits(hidden)[0, :, : gguf_file.VOCABULARY]
    wanted = gguf_file.logits(file, inputs[0])
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-4)


@torch.no_grad()
def test_a_head_of_its_own_is_read(tmp_path: Path) -> None:
    head = gguf_file.weights()["token_embd.weight"][::-1].copy()
    model = read(write_gguf(tmp_path / "untied.gguf", tensors={"output.weight": head}))
    assert not model.config.tied
    embedding = model.embedding.weight[: gguf_file.VOCABULARY]
    assert torch.equal(model.head.weight[: gguf_file.VOCABULARY], embedding.flip(0))


def test_the_tokenizer_gives_every_text_back_and_none_is_special(file: Path) -> None:
    vocabulary = read_tokenizer(Fields(open_gguf(file)))
    tokenizer = vocabulary.tokenizer
    text = "<|im_start|> the 1234\r\n\n\n\t\x04 naïve 日本 🙂 \U00080000<|endoftext|>"
    encoding = tokenizer.encode(text)
    assert tokenizer.decode(encoding.ids) == text
    assert not set(SPECIAL) & set(encoding.tokens)
    assert vocabulary.bos == 1
    # U+0004 and the first byte of U+80000; bytes that no text has are not missed.
    assert vocabulary.appended == len(gguf_file.LACKING)


def test_digits_are_words_of_their_own_where_the_file_says_so(tmp_path: Path, file: Path) -> None:
    fields = {"tokenizer.ggml.pre": "gpt-2"}
    other = write_gguf(tmp_path / "gpt2.gguf", fields=fields)
    tokens = [
        read_tokenizer(Fields(open_gguf(path))).tokenizer.encode("12").tokens
        for path in (file, other)
    ]
    assert tokens == [["1", "2"], ["12"]]


def test_another_token_can_begin_sequences(file: Path) -> None:
    assert read(file, bos=SPECIAL[0]).config.bos == 0
    with pytest.raises(CheckpointError, match="no token '<s>'"):
        read(file, bos="<s>")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"architecture": "qwen2"}, "general.architecture is 'qwen2'"),
        ({"fields": {"llama.rope.scaling.type": "yarn"}}, "rope.scaling.type is 'yarn'"),
        ({"fields": {"llama.rope.scale_linear": 4.0}}, "rope.scale_linear is 4.0"),
        ({"fields": {"llama.expert_count": 8}}, "expert_count is 8"),
        ({"fields": {"llama.rope.dimension_count": 4}}, "dimension_count is 4"),
        ({"fields": {"llama.block_count": None}}, "does not say llama.block_count"),
        ({"fields": {"llama.block_count": 6}}, "lacks tensors"),
        ({"fields": {"llama.feed_forward_length": 32}}, "has shape"),
        ({"fields": {"tokenizer.ggml.model": "llama"}}, "tokenizer.ggml.model is 'llama'"),
        ({"fields": {"tokenizer.ggml.pre": "qwen2"}}, "only gpt-2 and smollm"),
        ({"fields": {"tokenizer.ggml.add_space_prefix": True}}, "add_space_prefix is True"),
        (
            {"fields": {"tokenizer.ggml.merges": ["< |"], "tokenizer.ggml.tokens": ["<|"]}},
            "The special token '<|' is one that ordinary text leads to",
        ),
        ({"tensors": {"blk.0.attn_q.bias": gguf_file.weights()["output_norm.weight"]}}, "biases"),
    ],
)
def test_what_no_bundle_can_hold_is_refused(
    changes: dict, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gguf_file, "SPECIAL", [*SPECIAL, "<|"])
    with pytest.raises(CheckpointError, match=sentence.replace("|", r"\|")):
        read(write_gguf(tmp_path / "refused.gguf", **changes))


def test_a_shape_that_does_not_fit_is_refused(file: Path) -> None:
    with pytest.raises(CheckpointError, match="Choose a divisor"):
        read(file, Shape(3, 16, CONTEXT))
    with pytest.raises(CheckpointError, match="reads 128 tokens, not 256"):
        read(file, Shape(2, 16, 256))


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_text("No model at all, but a text that is long enough.")
    with pytest.raises(CheckpointError, match="cannot be read as a GGUF file"):
        open_gguf(path)


@torch.no_grad()
def test_a_small_ffn_as_wide_as_the_big_one_does_the_same(file: Path, inputs: torch.Tensor) -> None:
    model = read(file, Shape(2, INNER, CONTEXT))
    errors = attach_small(model, inputs, torch.Generator().manual_seed(1))
    assert max(errors) < 1e-3
    small, big = (
        model(inputs, constant_routes((*inputs.shape, 2), each))[0] for each in (SMALL, BIG)
    )
    assert (small - big).norm() < 0.05 * big.norm()


@torch.no_grad()
def test_fitted_units_are_worth_more_than_random_ones(file: Path, inputs: torch.Tensor) -> None:
    model = read(file)
    errors = attach_small(model, inputs, torch.Generator().manual_seed(1))
    assert len(errors) == LAYERS
    assert all(0 < error < 0.9 for error in errors)
    routes = constant_routes((*inputs.shape, 2), SMALL)
    big = model(inputs, constant_routes((*inputs.shape, 2), BIG))[0]
    fitted = model(inputs, routes)[0]
    torch.manual_seed(1)
    for stage in model.stages:
        for matrix in (stage.small.gate, stage.small.up, stage.small.down):
            matrix.weight.normal_(std=matrix.weight.std().item())
    assert (fitted - big).norm() < 0.9 * (model(inputs, routes)[0] - big).norm()


@pytest.fixture(scope="module")
def recipe(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Options:
    """The whole recipe, in seconds: it learns the texts that it is measured on."""
    folder = tmp_path_factory.mktemp("duoise")
    for name in HELD_OUT:
        texts = [document.text for document in heldout.load(heldout.FOLDER, name)]
        lines = [json.dumps({"text": text}) + "\n" for text in texts]
        (folder / f"train-{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    options = parse(
        f"--gguf {file} --corpus {folder} --work {folder / 'work'} --out {folder / 'tiny-duo'} "
        f"--layers 2 --small-inner 16 --context {CONTEXT} --minutes 0.05 --router-minutes 0.01 "
        "--calibration-tokens 512 --batch 8 --workers 1 --windows 8".split()
    )
    duoise(options)
    return options


def test_only_small_ffns_change(recipe: Options) -> None:
    before, after = (
        checkpoint.load(recipe.work / name / "checkpoint.pt")[0].state_dict()
        for name in ("attached", "run")
    )
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed == {name for name in before if ".small." in name}


def test_the_loss_of_small_routes_falls(recipe: Options) -> None:
    manifest = json.loads((recipe.out / "duo.json").read_text(encoding="utf-8"))
    for found in manifest["training"]["duoise"]["heldOut"].values():
        assert found["small"]["nats"] < found["fitted"]["nats"] - 0.05


def test_the_bundle_says_what_it_is_made_of(recipe: Options) -> None:
    manifest = json.loads((recipe.out / "duo.json").read_text(encoding="utf-8"))
    assert manifest["licence"] == "Apache-2.0"
    size = manifest["dimensions"]
    assert (size["layers"], size["stages"]) == (2, LAYERS // 2)
    assert (size["heads"], size["keyValueHeads"]) == (HEADS, SHARED)
    assert [router["name"] for router in manifest["routers"]] == ["learned-1"]
    source = manifest["training"]["duoise"]["source"]
    assert (source["name"], source["organization"]) == ("Tiny", "Somebody")
    assert str(recipe.work) not in json.dumps(manifest)
    assert "Tiny of Somebody (Apache-2.0" in (recipe.out / "MODEL_CARD.md").read_text()


def test_the_folder_holds_the_same_model(recipe: Options) -> None:
    folder = load_folder(recipe.work / "checkpoint")
    trained = checkpoint.load(recipe.work / "run" / "checkpoint.pt")[0].state_dict()
    for name, tensor in folder.model.state_dict().items():
        assert torch.equal(tensor, trained[name]), name


def test_a_second_run_uses_what_is_there(recipe: Options) -> None:
    files = [path for path in recipe.work.rglob("*.pt") if path.parent.name != "checkpoint"]
    before = {path: path.stat().st_mtime_ns for path in files}
    duoise(recipe)
    assert {path: path.stat().st_mtime_ns for path in files} == before
    with pytest.raises(CheckpointError, match="holds a run of 2 layers"):
        duoise(replace(recipe, layers=4))


def test_a_file_without_licence_needs_one(recipe: Options, tmp_path: Path) -> None:
    unsaid = write_gguf(tmp_path / "unsaid.gguf", fields={"general.license": None})
    with pytest.raises(CheckpointError, match="--licence"):
        duoise(replace(recipe, gguf=unsaid))


def test_another_folder_is_no_corpus(
    recipe: Options, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(f"--gguf {recipe.gguf} --corpus {tmp_path} --work w --out o".split())
    assert "is no folder of the corpus builder" in capsys.readouterr().err
