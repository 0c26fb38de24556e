"""The record: append-only, shared by kernels, never a traceback for a damaged or locked file."""

import os
import subprocess
import sys

import pytest

from nightline import record
from nightline.workspace import MARKER


@pytest.fixture(autouse=True)
def fresh_memory(monkeypatch):
    monkeypatch.setattr(record, "_in_memory", [])
    monkeypatch.setattr(record, "_already_said", set())


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    (tmp_path / MARKER).touch()
    lessons = tmp_path / "notebooks"
    lessons.mkdir()
    monkeypatch.chdir(lessons)
    return tmp_path


def kinds():
    return [event.kind for event in record.events()]


def test_events_come_back_in_order_with_their_data(workspace):
    record.append("try", task="cheapest", passed=False, diagnosis="one by one", answer="a1")
    record.append("hint", task="cheapest", number=1)
    first, second = record.events()
    assert (first.kind, first.data["task"], first.data["passed"]) == ("try", "cheapest", False)
    assert second.data == {"task": "cheapest", "number": 1}
    assert first.at.endswith("+00:00")
    assert (workspace / record.FILE_NAME).exists()


def test_without_a_workspace_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    record.append("hint", task="cheapest", number=1)
    assert kinds() == ["hint"]
    assert list(tmp_path.iterdir()) == []


def test_damaged_lines_are_set_aside_and_good_ones_kept(workspace, capsys):
    record.append("hint", task="cheapest", number=1)
    file = workspace / record.FILE_NAME
    with file.open("ab") as stream:
        stream.write(b'{"kind": "try", "at"\n\xff\xfe\n[1, 2]\n{"kind": 1, "at": "", "data": {}}\n')
    record.append("hint", task="cheapest", number=2)
    assert [event.data["number"] for event in record.events()] == [1, 2]
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "progress.damaged-1.jsonl" in said
    assert (workspace / "progress.damaged-1.jsonl").exists()
    assert [event.data["number"] for event in record.events()] == [1, 2]
    assert capsys.readouterr().out == ""


def test_a_line_cut_short_does_not_swallow_the_next(workspace):
    (workspace / record.FILE_NAME).write_text('{"kind": "try", "at": "2026')
    record.append("hint", task="cheapest", number=1)
    assert kinds() == ["hint"]


def test_a_file_that_cannot_be_written_is_said_once(workspace, capsys):
    (workspace / record.FILE_NAME).mkdir()  # holds for root too, whom no permission stops
    record.append("hint", task="cheapest", number=1)
    record.append("hint", task="cheapest", number=2)
    assert kinds() == ["hint", "hint"]
    said = capsys.readouterr().out
    assert said.count("cannot write") == 1
    assert said.count("cannot read") == 1


@pytest.mark.skipif(os.name == "nt", reason="permissions work differently there")
def test_a_read_only_folder_keeps_the_events_in_memory(workspace, capsys, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(record.os, "open", refused)
    record.append("hint", task="cheapest", number=1)
    assert kinds() == ["hint"]
    assert "Permission denied" in capsys.readouterr().out


def test_several_processes_write_at_the_same_time(workspace):
    code = (
        "import sys; from nightline import record\n"
        "for number in range(100):\n"
        "    record.append('hint', task=sys.argv[1] * 300, number=number)\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, name]) for name in "abc"]
    assert [process.wait() for process in running] == [0, 0, 0]
    # Read as the course reads it. An empty line may stand between two entries: a process that looks
    # while another one's line is half on the disk starts a new line to be safe.
    seen = [event.data for event in record.events()]
    assert not list(workspace.glob("progress.damaged-*"))
    for name in "abc":
        mine = [entry["number"] for entry in seen if entry["task"][0] == name]
        assert mine == list(range(100))
