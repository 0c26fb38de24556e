"""Plain words in short sentences: many readers have English as a second language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.repository.course import EXERCISES, LESSONS, cells, name, source

LONGEST, AVERAGE = 28, 16


def sentences(markdown: str) -> list[str]:
    """The sentences of a text, without code, tables and marks; a code span counts as one word."""
    text = re.sub(r"```.*?```", "\n\n", markdown, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->|^\s*\|.*$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"<[^>]+>", " ", text)
    text = re.sub(r"`[^`]+`", "Code", text)  # a sentence may begin with it
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    found = []
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*#>]|\d+\.)\s)|(?<=\S)  \n", text):
        words = re.sub(r"^[\s#>*-]+|\d+\.\s|[*_]", " ", block).split()
        found += re.split(r"(?<=[.?!])[\")’”]*\s+(?=[\"(“‘]?[A-Z0-9✓→])", " ".join(words))
    return [sentence for sentence in found if sentence]


@pytest.mark.parametrize("path", [*LESSONS, *EXERCISES], ids=name)
def test_sentences_are_short(path: Path) -> None:
    lengths = []
    for cell in cells(path, "markdown"):
        for sentence in sentences(source(cell)):
            length = sum(any(map(str.isalnum, word)) for word in sentence.split())
            assert length <= LONGEST, f"{cell['id']}: {length} words: {sentence}"
            lengths.append(length)
    lengths = [length for length in lengths if length > 3]  # a label is no sentence
    assert sum(lengths) / len(lengths) <= AVERAGE


@pytest.mark.parametrize("path", [*LESSONS, *EXERCISES], ids=name)
def test_nothing_is_shouted(path: Path) -> None:
    for cell in cells(path, "markdown"):
        assert not [s for s in sentences(source(cell)) if "!" in s], cell["id"]


def test_sentences_are_counted_as_a_reader_would() -> None:
    text = "# A title\n\nOne two three. Four `a = b.c` six?\n\n- item one\n- see [this](x.md) now"
    assert [len(sentence.split()) for sentence in sentences(text)] == [2, 3, 3, 2, 3]
    assert sentences("Stop! Now. ```\nwhat a = 1!\n```") == ["Stop!", "Now."]
