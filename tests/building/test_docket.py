"""The docket of lesson 24: every claim has a ruling, and every proof leads to a section that exists."""

from __future__ import annotations

import pydoc
from collections import Counter

import django
import pytest

from nightline import database
from nightline.docket import RULINGS, Arrival, Proof, arrivals, claims, docket, systems
from tests.repository.course import ROOT, headings

PROOFS = sorted(
    {each.proof for each in claims()} | {proof for _, proof in systems()},
    key=lambda proof: (proof.lesson, proof.section),
)


def test_all_claims_are_there() -> None:
    """98 of the five posts, as they were judged, and six that are published elsewhere."""
    counted = Counter(each.post for each in claims())
    assert counted == {"0": 25, "1": 22, "2": 21, "3": 15, "4": 15, "": 6}
    kinds = Counter(each.kind for each in claims() if each.post)
    assert [kinds[kind] for kind in RULINGS] == [33, 19, 13, 26, 4, 3]
    assert len({each.id for each in claims()}) == len(claims())


def test_each_claim_is_one_line_of_a_table() -> None:
    for each in claims():
        for text in (each.claim, each.ruling):
            assert text[-1] in ".?"
            assert "|" not in text
            assert "\n" not in text
    assert docket("3").count("\n| S3-") == 15


@pytest.mark.parametrize("proof", PROOFS, ids=str)
def test_a_proof_leads_to_a_section(proof: Proof) -> None:
    path = ROOT / "notebooks" / f"{proof.lesson}.ipynb"
    assert path.exists()
    assert not proof.section or proof.section in headings(path)


@pytest.mark.parametrize("arrival", arrivals(), ids=lambda arrival: arrival.feature)
def test_what_arrived_is_there(arrival: Arrival) -> None:
    database.setup()  # some names stand beside models
    there = pydoc.locate(arrival.probe) is not None
    assert there == arrival.is_in(django.VERSION)
