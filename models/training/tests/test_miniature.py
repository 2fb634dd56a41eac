"""The miniature's corpus. The whole of it is run by `npm test -- miniature`."""

from duo_training.corpus.manifest import load
from duo_training.heldout import MANIFEST as WHOLE
from duo_training.miniature import MANIFEST


def test_its_packages_are_a_slice_of_the_corpus() -> None:
    whole = {package.label: package for package in load(WHOLE).packages}
    for package in load(MANIFEST).packages:
        known = whole[package.label]
        assert (package.version, package.licence) == (known.version, known.licence)
        # The held-out sample, on which it is measured too, shares no package with its training.
        assert known.set == "train"


def test_both_kinds_are_trained_and_held_out() -> None:
    kinds = {(package.set, package.kind) for package in load(MANIFEST).packages}
    assert {("train", "both"), ("train", "code"), ("heldout", "both")} <= kinds
