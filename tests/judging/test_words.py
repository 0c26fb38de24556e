"""The words of a report: calls that a new cell knows, errors without the insides of tasks."""

from __future__ import annotations

import re

import pytest

from nightline.judging.catalogue import tasks
from nightline.judging.diagnoses import Diagnosis, all_diagnoses
from nightline.judging.evidence import Place
from nightline.judging.findings import shown
from nightline.judging.general import _call_text, _is_compared, _typable, _without_insides


@pytest.mark.parametrize(
    ("call", "typed"),
    [
        ("quote(c)", "quote('Aurora')"),
        ("quote('Corvo')", "quote('Corvo')"),
        ('show_on_board(f"{berths} left")', 'show_on_board(f"{berths} left")'),
        ("alogin(request, user)", "alogin(request, user)"),
        ("asyncio.sleep(delay)", "asyncio.sleep(1)"),
        ("quote(…)", "quote('Aurora')"),
        ("self.run(x)", "self.run(x)"),
        ("asyncio.sleep(…)", "asyncio.sleep(1)"),
    ],
)
def test_a_call_is_told_without_local_names(call: str, typed: str) -> None:
    assert _typable(call, "quote") == typed


@pytest.mark.parametrize(
    ("line", "compared"),
    [
        ("if is_open(carrier) is True:", True),
        ("return [c for c in carriers if is_open(c) != False]", True),
        ("if True is is_open(carrier):", True),
        ("if is_open(carrier):", False),
        ("if await is_open(carrier) is True:", False),
    ],
)
def test_a_compared_coroutine_is_no_plain_condition(line: str, compared: bool) -> None:
    assert _is_compared(Place("is_open", 1, line)) is compared


@pytest.mark.parametrize(
    ("name", "line", "call"),
    [
        ("aget", 'berths = session.aget("berths", list())', 'session.aget("berths", list())'),
        (
            "acount",
            "if await b and Ticket.filter(by=me).acount():",
            "Ticket.filter(by=me).acount()",
        ),
        ("aset", "request.session.aset(", "request.session.aset(…)"),
        ("sign_in", "return view(request)", "view(request)"),
        ("aget", "", "aget(…)"),
    ],
)
def test_a_call_is_told_as_it_was_written(name: str, line: str, call: str) -> None:
    assert _call_text(Place(name, 1, line)) == call


def test_a_bridge_is_told_by_its_name() -> None:
    line = "berths = sync_to_async(ask_all)(night)"
    assert _call_text(Place("__call__", 6, line)) == "sync_to_async(ask_all)(night)"
    assert _call_text(Place("__call__")) == "sync_to_async(f)()"


def test_a_tasks_insides_are_left_out() -> None:
    task = "<Task pending name='Task-3' coro=<f.<locals>.g() running at /a/b.py:3> cb=[h.<locals>.k()]>"
    assert _without_insides(f"{task} got <Future pending>") == "<Task …> got <Future …>"
    assert _without_insides("got <coroutine object f>") == "got <coroutine object f>"


tasks()  # each set registers its diagnoses
FIELDS = {"call", "name"}


@pytest.mark.parametrize("entry", all_diagnoses(), ids=lambda entry: entry.key)
def test_only_facts_are_filled_into_a_diagnosis(entry: Diagnosis) -> None:
    """Braces of Python and JSON in a text stay as the author wrote them."""
    before = f"{entry.meaning} {entry.advice}"
    fields = set(re.findall(r"\{([a-z_]+)\}", before))
    assert fields <= FIELDS
    after = " ".join(entry.explain({}))
    assert after.count("{") == before.count("{") - len(re.findall(r"\{[a-z_]+\}", before))


def test_braces_of_code_are_no_fields() -> None:
    entry = Diagnosis("k", "n", "Use `{…}` or `headers={'X': 1}` in `{call}`.", "`{}`?")
    assert entry.explain({"call": "ask()"}) == (
        "Use `{…}` or `headers={'X': 1}` in `ask()`.",
        "`{}`?",
    )


def test_an_address_of_a_mail_stays_whole() -> None:
    assert shown("ada@nightline.example") == "`'ada@nightline.example'`"
