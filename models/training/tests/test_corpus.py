"""The corpus builder, step by step, and as a whole on packages that the tests make themselves."""

import gzip
import io
import json
import lzma
import random
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from duo_training.corpus import archive, manifest
from duo_training.corpus.__main__ import main
from duo_training.corpus.dedupe import Seen
from duo_training.corpus.extract import extract
from duo_training.corpus.markup import html_text, r_data_text
from duo_training.corpus.quality import LONGEST, PART, parts, reason_to_drop

SHIPPED = Path(__file__).parents[1] / "corpus.toml"


WORDS = re.findall(
    r"\w+",
    """the the the and of to in a is that traveller river evening window letter garden silence
    market winter brother captain island candle forest whisper journey mountain answer shadow
    kitchen promise stranger morning village harbour history question morsel laughter bridge""",
)


def story(number: int, sentences: int = 40) -> str:
    """English words, one sentence a line, that differ from every other number's."""
    source = random.Random(number)
    return "".join(" ".join(source.choices(WORDS, k=14)) + ".\n" for _ in range(sentences))


def program(name: str, functions: int = 30) -> str:
    source = random.Random(name)
    return "".join(
        f"def {source.choice(WORDS)}_{count}({source.choice(WORDS)}, other):\n"
        f"\treturn {name}.{source.choice(WORDS)}(other) + {source.choice(WORDS)}\n\n"
        for count in range(functions)
    )


class TestManifest:
    def test_the_shipped_one_names_version_and_licence_of_every_package(self) -> None:
        loaded = manifest.load(SHIPPED)
        assert all(package.version and package.licence for package in loaded.packages)
        assert not any("NC" in package.licence.split("-") for package in loaded.packages)

    def test_the_shipped_held_out_sets_share_no_project_with_training(self) -> None:
        def projects(name: str) -> set[str]:
            # python-foo-doc, librust-foo-dev and foo are three packages of one project.
            affixes = {"python", "python3", "librust", "doc", "dev", "docs", "html", "en", "golang"}
            packages = [
                package for package in manifest.load(SHIPPED).packages if package.set == name
            ]
            return {
                "-".join(part for part in package.name.split("-") if part not in affixes)
                for package in packages
            }

        assert projects("heldout")
        assert not projects("heldout") & projects("train")

    @pytest.mark.parametrize(
        ("entry", "complaint"),
        [
            ('source = "floppy", version = "1", licence = "MIT", kind = "code"', "source must be"),
            ('source = "pypi", version = "1", licence = "MIT", kind = "poem"', "kind must be"),
            (
                'source = "pypi", version = "1", licence = "MIT", kind = "code", set = "x"',
                "set must",
            ),
            ('source = "pypi", licence = "MIT", kind = "code"', "version"),
            ('source = "pypi", version = "1", license = "MIT", kind = "code"', "license"),
        ],
    )
    def test_a_wrong_entry_is_named(self, tmp_path: Path, entry: str, complaint: str) -> None:
        path = tmp_path / "corpus.toml"
        path.write_text(HEAD + f'package = [{{ name = "odd", {entry} }}]\n')
        with pytest.raises(manifest.ManifestError, match=rf"odd.*{complaint}"):
            manifest.load(path)

    def test_a_package_named_twice_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "corpus.toml"
        path.write_text(HEAD + f"package = [{entry('one')}, {entry('one')}]\n")
        with pytest.raises(manifest.ManifestError, match="named twice"):
            manifest.load(path)


class TestArchive:
    def test_tar_zip_and_order(self, tmp_path: Path) -> None:
        files = {"pkg/b.py": b"b", "pkg/a.py": b"a", "pkg/large.py": b"x" * 100}
        with tarfile.open(tmp_path / "pkg.tar.xz", "w:xz") as tar:
            for name, data in files.items():
                info = tarfile.TarInfo(f"./{name}")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        with zipfile.ZipFile(tmp_path / "pkg.whl", "w") as wheel:
            for name, data in files.items():
                wheel.writestr(name, data)
        expected = [("pkg/a.py", b"a"), ("pkg/b.py", b"b")]
        assert list(archive.files(tmp_path / "pkg.tar.xz", largest=10)) == expected
        assert list(archive.files(tmp_path / "pkg.whl", largest=10)) == expected


class TestExtract:
    def test_code_keeps_tabs_and_indentation_but_not_bom_and_cr(self) -> None:
        text = extract("a/b.py", "\ufeffif x:\r\n\ty = '\u00e9'  \r\n".encode())
        assert text == ("code", "Python", "if x:\n\ty = '\u00e9'  \n")

    def test_compressed_prose(self) -> None:
        assert extract("doc/faq.txt.gz", gzip.compress(b"Why?\n")) == ("prose", "text", "Why?\n")

    @pytest.mark.parametrize(
        "path",
        [
            "p/node_modules/q/index.js",
            "p/_vendor/q.py",
            "p/tests/test_q.py",
            "p/testdata/q.go",
            "p/q.min.js",
            "p/q.d.ts",
            "p/q_pb2.py",
            "p/LICENSE.txt",
            "p/.github/help.md",
            "p/CHANGELOG.md",
        ],
    )
    def test_unwanted_paths(self, path: str) -> None:
        assert extract(path, b"anything") == "unwanted path"

    def test_near_misses_of_unwanted_paths_are_kept(self) -> None:
        for path in ("p/distance/q.py", "p/newsletter/q.py", "p/admin.js", "p/buildings.md"):
            assert extract(path, b"text") is not None
            assert extract(path, b"text") != "unwanted path"

    def test_other_formats_and_encodings(self) -> None:
        assert extract("p/picture.png", b"\x89PNG") is None
        assert extract("p/latin.txt", b"caf\xe9") == "not UTF-8"


class TestMarkup:
    def test_blocks_lists_entities_and_preformatted_text(self) -> None:
        source = (
            "<html><head><title>No</title></head><body><h1>A  title</h1><p>One\n two &amp; "
            "<em>three</em></p><ul><li><p>First</p></li><li>Second</li></ul>"
            "<pre>if x:\n\treturn  y</pre></body></html>"
        )
        assert html_text(source) == (
            "A title\n\nOne two & three\n\n- First\n\n- Second\n\nif x:\n\treturn  y\n"
        )

    def test_navigation_is_left_out_up_to_its_end(self) -> None:
        source = (
            '<div class="body"><p>Before<br>it</p></div><div class="x sphinxsidebar"><div><p>Menu'
            '</div><img src="a"></div><nav>Top</nav><h2>Title<a class="headerlink">#</a></h2>'
            "<script>var a = '<p>';</script><p>After</p>"
        )
        assert html_text(source) == "Before\nit\n\nTitle\n\nAfter\n"

    def test_end_tags_that_were_left_out(self) -> None:
        assert html_text("<nav><ul><li>a<li>b</nav><p>Text</b></i>") == "Text\n"

    def test_r_strings(self) -> None:
        strings = ["", "It is a truth", "universally acknowledged \u2013"]
        raw = b"RDX3\nX\n" + bytes.fromhex("00000010000000ff")
        for string in strings:
            data = string.encode()
            raw += b"\x00\x04\x00\x09" + len(data).to_bytes(4) + data
        assert r_data_text(lzma.compress(raw)) == "\n".join(strings) + "\n"


class TestQuality:
    def test_ordinary_texts_pass(self) -> None:
        assert reason_to_drop("prose", story(1)) is None
        assert reason_to_drop("code", program("f")) is None

    @pytest.mark.parametrize(
        ("kind", "text", "reason"),
        [
            ("prose", "Too short.", "too short"),
            ("prose", story(1) + "\0", "binary"),
            ("code", program("f") * 1000, "too long"),
            ("code", program("f") + "x = '" + "a" * 2000 + "'\n", "long lines"),
            ("code", "# Code generated by a tool. DO NOT EDIT.\n" + program("f"), "generated"),
            ("code", "DATA = [\n" + "\t0x1234, 56789, 101112,\n" * 99, "mostly numbers"),
            ("prose", "\u4e2d\u6587\u6587\u672c" * 200, "mostly not English"),
            ("code", "aaaa = bbbb\n" * 500, "repetitive"),
            (
                "prose",
                "\n".join(f"- Module {c}{d}" for c in "abcdefgh" for d in "xyz"),
                "not prose",
            ),
        ],
    )
    def test_reasons(self, kind: str, text: str, reason: str) -> None:
        assert reason_to_drop(kind, text) == reason

    def test_parts_join_to_the_text_and_end_at_blank_lines(self) -> None:
        text = "\n".join(story(number, 10) for number in range(400))
        found = parts(text)
        assert "".join(found) == text
        assert len(text) > LONGEST
        assert all(PART / 2 <= len(part) <= PART for part in found[:-1])
        assert all(part.endswith("\n\n") for part in found[:-1])
        assert parts("short") == ["short"]

    def test_a_text_without_any_break_is_split_all_the_same(self) -> None:
        text = "x" * (PART * 3 + 1)
        assert "".join(parts(text)) == text


class TestSeen:
    def test_copies_that_differ_in_space_only(self) -> None:
        seen = Seen()
        assert seen.duplicate(story(1)) is None
        assert seen.duplicate(story(1).replace("\n", "\n\n   ")) == "exact copy"

    def test_a_shifted_majority_is_a_near_copy_and_a_minority_is_not(self) -> None:
        seen = Seen()
        assert seen.duplicate(story(1)) is None
        assert seen.duplicate("A new beginning.\n" + story(1) + story(2, 10)) == "near copy"
        assert seen.duplicate(story(1, 10) + story(3)) is None


HEAD = "seed = 7\nlimits = { prose = 9000, code = 4000, heldout = 3000 }\n"


def entry(name: str, kind: str = "both", rest: str = "") -> str:
    return (
        f'{{ source = "pypi", name = "{name}", version = "1", licence = "MIT", '
        f'kind = "{kind}"{rest} }}'
    )


class TestBuild:
    """Packages are put where a download would have left them, so nothing is fetched."""

    @pytest.fixture
    def workshop(self, tmp_path: Path) -> Path:
        (tmp_path / "corpus.toml").write_text(
            HEAD
            + "package = ["
            + ", ".join(
                [
                    entry("plain"),
                    entry("big", "prose", ", limit = 6000"),
                    entry("picky", "code", ', only = ["src/*"], skip = ["*/no.py"]'),
                    entry("unseen", "both", ', set = "heldout"'),
                ]
            )
            + "]\n"
        )
        contents = {
            "plain": {"a.md": story(1), "b.py": program("b"), "copy.md": story(9), "c.txt": "Hm."},
            "big": {f"{number}.md": story(number, 20) for number in range(20, 40)},
            "picky": {
                "src/yes.py": program("yes"),
                "src/no.py": program("no"),
                "x.py": program("x"),
            },
            "unseen": {"a.py": program("unseen", 20), "a.md": story(9, 30)},
        }
        for name, files in contents.items():
            folder = tmp_path / "cache" / "pypi" / name / "1"
            folder.mkdir(parents=True)
            (folder / ".complete").touch()
            with zipfile.ZipFile(folder / f"{name}.whl", "w") as wheel:
                for path, text in files.items():
                    wheel.writestr(path, text)
        return tmp_path

    def build(self, workshop: Path, out: str) -> dict[str, list[dict]]:
        arguments = ["build", "--manifest", str(workshop / "corpus.toml")]
        arguments += ["--out", str(workshop / out), "--cache", str(workshop / "cache")]
        assert main(arguments) == 0
        return {
            file.stem: [json.loads(line) for line in file.read_text().splitlines()]
            for file in (workshop / out).glob("*.jsonl")
        }

    def test_documents_go_where_the_manifest_says(self, workshop: Path) -> None:
        sets = self.build(workshop, "out")
        names = {name: {(d["package"], d["path"]) for d in docs} for name, docs in sets.items()}
        assert names["train-code"] == {("pypi:plain", "b.py"), ("pypi:picky", "src/yes.py")}
        assert names["heldout-code"] == {("pypi:unseen", "a.py")}
        assert names["heldout-prose"] == {("pypi:unseen", "a.md")}
        assert ("pypi:plain", "a.md") in names["train-prose"]

    def test_what_a_held_out_document_holds_is_dropped_from_training(self, workshop: Path) -> None:
        sets = self.build(workshop, "out")
        assert "copy.md" not in {document["path"] for document in sets["train-prose"]}

    def test_limits_and_counts(self, workshop: Path) -> None:
        sets = self.build(workshop, "out")
        report = json.loads((workshop / "out" / "corpus.json").read_text())
        big = next(package for package in report["packages"] if package["package"] == "pypi:big")
        sizes = [len(d["text"].encode()) for d in sets["train-prose"] if d["package"] == "pypi:big"]
        assert sum(sizes) == big["bytes"]["prose"]
        assert 4000 < sum(sizes) <= 6000
        plain = next(
            package for package in report["packages"] if package["package"] == "pypi:plain"
        )
        assert plain["dropped"] == {"near copy": 1, "too short": 1}
        assert report["outputs"]["train-prose"]["documents"] == len(sets["train-prose"])

    def test_the_same_manifest_gives_the_same_bytes(self, workshop: Path) -> None:
        self.build(workshop, "one")
        self.build(workshop, "two")
        for file in sorted((workshop / "one").iterdir()):
            assert file.read_bytes() == (workshop / "two" / file.name).read_bytes()

    def test_a_manifest_that_is_wrong_ends_with_a_sentence(
        self, workshop: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = workshop / "wrong.toml"
        path.write_text(HEAD + f"package = [{entry('one', 'poem')}]\n")
        assert main(["build", "--manifest", str(path), "--out", str(workshop / "out")]) == 1
        assert "kind must be one of" in capsys.readouterr().err
