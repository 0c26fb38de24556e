"""predict(): the choice is remembered, the run decides, and stored outputs never change."""

import json

import pytest

from nightline import record
from nightline.predict import predict
from nightline.workspace import MARKER
from tests.notebook_tools.kernel import Kernel

WIDGET = "application/vnd.jupyter.widget-view+json"
ASK = (
    "from nightline import predict\n"
    "p = predict('Four waits together: how many seconds?', [0.4, 0.6, 1.5])"
)
SETTLE = "p.settle(0.6, why={0.4: 'That is the average.', 1.5: 'That is `sum`.'})"


@pytest.fixture(autouse=True)
def outside_a_workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(record, "_in_memory", [])


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / MARKER).touch()
    return tmp_path


def test_the_question_and_its_options_are_shown_as_text(capsys):
    predict("How long?", ["short", "long"])
    assert capsys.readouterr().out == "How long?\n  ○ short\n  ○ long\n"


def test_without_a_choice_every_wrong_option_is_answered(capsys):
    p = predict("How long?", [1, 2, 3])
    p.settle(2, why={1: "One.", 3: "Three."})
    assert capsys.readouterr().out.endswith(
        "The run says: 2\nIf you expected 1: One.\nIf you expected 3: Three.\n"
    )


def test_a_wrong_choice_gets_its_own_answer(capsys):
    p = predict("How long?", [1, 2, 3])
    p.choose(3)
    p.settle(2, why={1: "One.", 3: "Three."})
    assert capsys.readouterr().out.endswith("The run says: 2\nYou expected 3. Three.\n")
    assert record.events()[-1].data == {"question": "How long?", "choice": 3, "right": False}


def test_a_right_choice_is_confirmed(capsys):
    p = predict("How long?", [1, 2])
    p.choose(2)
    p.settle(2, why={1: "One."})
    p.settle(2, why={1: "One."})
    assert capsys.readouterr().out.endswith("You expected that. ✓\n")
    assert [event.data["right"] for event in record.events()] == [None, True]


def test_what_is_no_option_is_refused_with_the_options():
    p = predict("How long?", ["short", "long"])
    with pytest.raises(ValueError, match="Your choice is 'longer', but the options are 'short'"):
        p.choose("longer")
    with pytest.raises(ValueError, match=r"The run gave 3\.5, but the options are"):
        p.settle(3.5, why={})


def test_a_learners_own_change_may_make_another_option_right(capsys):
    p = predict("How long?", [1, 2, 3])
    capsys.readouterr()
    p.settle(1, why={1: "One.", 3: "Three."})
    assert capsys.readouterr().out == "The run says: 1\nIf you expected 3: Three.\n"
    with pytest.raises(ValueError, match="answers 4, which is no option"):
        p.settle(2, why={1: "One.", 3: "Three.", 4: "Four."})


def test_the_closest_option():
    assert predict("How long?", [0.4, 0.6, 1.5]).closest(1.2) == 1.5


@pytest.mark.parametrize("options", [[], ["one"], "ab", ["1", 1]])
def test_options_that_leave_no_choice_are_refused(options):
    with pytest.raises(ValueError, match="options"):
        predict("How long?", options)


def test_in_the_course_itself_nothing_changes_from_run_to_run(tmp_path):
    with Kernel(tmp_path) as kernel:
        runs = [(kernel.run(ASK).outputs, kernel.run(SETTLE).outputs) for _ in range(2)]
    assert runs[0] == runs[1]
    (question,), (answer,) = runs[0]
    assert WIDGET not in question["data"]
    assert "<details><summary>If you expected 0.4</summary>" in answer["data"]["text/html"]
    assert list(tmp_path.iterdir()) == []


def test_a_choice_survives_a_restart(workspace):
    value = "print(p.choice)"
    with Kernel(workspace) as kernel:
        (question,) = kernel.run(ASK).outputs
        assert WIDGET in question["data"]
        kernel.run("p.choose(1.5)")
    with Kernel(workspace) as kernel:
        kernel.run(ASK)
        assert kernel.run(value).printed == "1.5\n"
        assert kernel.run(SETTLE).shown == "The run says: 0.6\nYou expected 1.5. That is `sum`."
        changed = kernel.run(ASK.replace("0.4, 0.6, 1.5", "3, 4") + "\n" + value)
        assert changed.printed == "None\n"
    lines = (workspace / record.FILE_NAME).read_text().splitlines()
    assert [json.loads(line)["data"]["right"] for line in lines] == [None, False]


def test_a_click_is_a_choice(workspace):
    with Kernel(workspace) as kernel:
        kernel.run(ASK)
        # What a front end does when its third button is clicked.
        kernel.run(
            "from ipywidgets.widgets.widget import _instances\n"
            "(buttons,) = [w for w in _instances.values() if hasattr(w, '_options_labels')]\n"
            "buttons.index = 2"
        )
        assert kernel.run("print(p.choice)").printed == "1.5\n"
