"""What the text of an answer tells about a mistake that its run has shown."""

from __future__ import annotations

import ast
from collections.abc import Callable

from nightline.checks.views import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, missed
from nightline.judging.reading import name_of, name_of_call, nodes_of

register(
    Diagnosis(
        "address-not-read",
        "what the visitor asked for is ignored",
        "The visitor says in the address what they want. Your answer is the same without it.",
        "Print `request.GET` in the view. Which of its values changes your answer?",
    ),
    Diagnosis(
        "other-name-in-address",
        "a name that is not in the address",
        "`request.GET` knows the names that stand in the address, letter by letter. For another "
        "name it gives nothing, or the value you wrote for that case.",
        "Compare the name in your brackets with the address in the docstring.",
    ),
    Diagnosis(
        "error-hidden",
        "an except that catches every error",
        "An `except` for every error also catches the mistakes in your own code, such as a name "
        "that is spelt in another way. Then nobody sees them.",
        "Which errors may a carrier cause? Name only those after `except`, and run it again.",
    ),
    Diagnosis(
        "stand-in-used",
        "prices of the notebook's stand-in",
        "`PRICES` and `DELAYS` belong to the stand-in of this notebook. The carriers of the site, "
        "and of a check, have other names and prices.",
        "Which function asks a carrier for its price of this moment?",
    ),
)
for table in ("PRICES[", "DELAYS["):
    know_error("KeyError", "stand-in-used", sets=SET, line=table)
STAND_INS = {"PRICES", "DELAYS"}
TASK_MAKERS = {"create_task", "ensure_future"}


def some(evidence: Evidence, fits: Callable[[ast.AST], bool]) -> bool:
    """Whether some part of the answer's cell fits; False where it cannot be read."""
    return any(map(fits, nodes_of(evidence.source)))


def uses(evidence: Evidence, *names: str) -> bool:
    """Whether the answer's cell uses one of these names, on its own or behind a dot."""
    return some(evidence, lambda node: (name_of(node) or getattr(node, "arg", "")) in names)


def uses_stand_in(evidence: Evidence) -> bool:
    """Whether the answer reads the notebook's own prices or delays."""
    return uses(evidence, *STAND_INS)


def catches_all(evidence: Evidence) -> bool:
    """Whether an `except` of the answer catches every error."""
    return some(
        evidence,
        lambda node: (
            isinstance(node, ast.ExceptHandler)
            and (node.type is None or name_of(node.type) in ("Exception", "BaseException"))
        ),
    )


def awaits_new_tasks(evidence: Evidence) -> bool:
    """Whether a loop makes a task and awaits it in the same round."""
    for loop in nodes_of(evidence.source):
        if not isinstance(loop, ast.For | ast.ListComp | ast.DictComp):
            continue
        inside = list(ast.walk(loop))
        made = {
            name_of(target)
            for node in inside
            if isinstance(node, ast.Assign) and name_of_call(node.value) in TASK_MAKERS
            for target in node.targets
        }
        for node in inside:
            if isinstance(node, ast.Await) and (
                name_of(node.value) in made or name_of_call(node.value) in TASK_MAKERS
            ):
                return True
    return False


def nobody_asked(evidence: Evidence, name: str = "") -> Finding:
    """No carrier was asked; `name` is what the address says, where that decides who is asked."""
    expected = "Each carrier is asked."
    if name and (other := _other_name(evidence, name)):
        did = f"You read `{other}` from the address, and asked no carrier."
        return missed(did, f"The address says `{name}`.", "other-name-in-address")
    if uses_stand_in(evidence):
        return missed("You asked no carrier.", expected, "stand-in-used")
    key = "error-hidden" if catches_all(evidence) else "asked-nobody"
    return missed("You asked no carrier.", expected, key)


def not_read(evidence: Evidence, did: str, expected: str, name: str) -> Finding:
    """The answer takes no notice of a name in the address, or reads it at the wrong place."""
    if uses(evidence, "POST"):
        return missed(did, expected, "form-not-address")
    if other := _other_name(evidence, name):
        did += f" You read `{other}` from the address."
        return missed(did, f"{expected} The address says `{name}`.", "other-name-in-address")
    return missed(did, expected, "address-not-read")


def left_running(evidence: Evidence) -> Finding:
    """The answer went out before the tasks that were to fill it had ended."""
    did = "You answered while tasks of yours still ran, or had not even begun."
    return missed(did, "An answer when all of them have ended.", "leftover-task", in_time=True)


def _other_name(evidence: Evidence, name: str) -> str:
    """The name that the answer reads from the address in place of this one; empty if none."""
    read = [
        constant.value
        for node in nodes_of(evidence.source)
        if isinstance(node, ast.Subscript | ast.Call)
        for constant in _keys(node)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    ]
    return read[0] if read and name not in read else ""


def _keys(node: ast.Subscript | ast.Call) -> list[ast.expr]:
    """What stands in the brackets of `request.GET[…]` and `request.GET.get(…)`."""
    if isinstance(node, ast.Subscript):
        return [node.slice] if name_of(node.value) == "GET" else []
    of_get = isinstance(node.func, ast.Attribute) and name_of(node.func.value) == "GET"
    return node.args[:1] if of_get else []
