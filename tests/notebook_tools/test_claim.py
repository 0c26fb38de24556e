"""claim(): a tick when it holds, one line with the seen values when it does not."""

import pytest

from nightline.claim import ClaimFailed, claim


async def never_run() -> bool:
    return True


def test_a_claim_that_holds_prints_its_tick(capsys):
    claim("Four were open.", 4 == 4, in_flight=4)
    assert capsys.readouterr().out == "✓ Four were open.\n"


def test_a_claim_that_fails_names_what_was_seen():
    with pytest.raises(ClaimFailed) as caught:
        claim("Four were open.", 1 == 4, in_flight=1, names=["Aurora"])
    message = "✗ Four were open. This run shows otherwise: in_flight = 1, names = ['Aurora']."
    assert str(caught.value) == message
    assert caught.value._render_traceback_() == [f"ClaimFailed: {message}"]


def test_a_long_value_is_shortened():
    with pytest.raises(ClaimFailed) as caught:
        claim("It is short.", False, text="x" * 5000)
    assert len(str(caught.value)) < 200


def test_what_is_always_true_is_no_proof():
    with pytest.raises(TypeError, match="Write `await`"):
        claim("It ran.", never_run())
    with pytest.raises(TypeError, match="Call it"):
        claim("It ran.", never_run)
