from pathlib import Path

from foreign_bundle import write_foreign_bundle

from duo_training.fixtures import FIXTURES


def test_the_committed_bundle_is_what_the_script_writes(tmp_path: Path) -> None:
    write_foreign_bundle(tmp_path)
    committed = FIXTURES / "foreign-duo"
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in committed.iterdir()}
    for written in tmp_path.iterdir():
        assert written.read_bytes() == (committed / written.name).read_bytes(), written.name
