"""From the call of `check` to its verdict, for every task, on an answer that passes and one that fails.

A millisecond is worth little here, so each figure stands beside two others of the same run: the
budget, and the time the same trials would take if their waits were real.
"""

from __future__ import annotations

import linecache
import statistics
import time
from typing import Any

from nightline.judging import official, report
from nightline.judging.catalogue import tasks
from nightline.judging.judge import judge
from nightline.judging.task import Task
from tests.judging.test_answers import WRONG

ROUNDS = 9
BUDGET_MS = {True: 50, False: 200}  # Part I (lessons 01 to 12), Part II


def answers(task: Task) -> list[Any]:
    """The official solution and the first wrong answer, as functions of a notebook."""
    wrong = next(answer for answer in WRONG if answer.task == task.name)
    built = []
    for number, source in enumerate([official.solution_source(task), wrong.source]):
        file = f"<bench {task.name} {number}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        names = official.setup_names(task)
        exec(compile(source, file, "exec"), names)
        built.append(names[task.name])
    return built


def seconds(task: Task, answer: Any) -> tuple[float, float]:
    """Real seconds from call to report, and the virtual seconds that the trials took."""
    start = time.perf_counter()
    verdict = judge(task, answer)
    report.as_html(verdict)
    report.as_text(verdict)
    return time.perf_counter() - start, sum(evidence.seconds for evidence in verdict.evidence)


def main() -> None:
    """Print a row for each task."""
    print(f"{'task':24}{'pass':>9}{'fail':>9}{'of budget':>11}{'waits / check':>15}")
    every = []
    built = {name: answers(task) for name, task in tasks().items()}
    measured: dict[str, list[list[tuple[float, float]]]] = {name: [[], []] for name in built}
    for _ in range(ROUNDS):  # interleaved, so that a busy moment hits all tasks alike
        for name, pair in built.items():
            for number, answer in enumerate(pair):
                measured[name][number].append(seconds(tasks()[name], answer))
    for name, runs in measured.items():
        passed, failed = (statistics.median(real for real, _ in run) for run in runs)
        budget = BUDGET_MS[tasks()[name].set < "13"] / 1000
        worst, waits = max(passed, failed), runs[0][0][1]
        every.append(worst / budget)
        print(
            f"{name:24}{passed * 1000:6.1f} ms{failed * 1000:6.1f} ms"
            f"{worst / budget:10.0%}{waits / passed:14.0f}×"
        )
    print(f"median of all: {statistics.median(every):.0%} of the budget")


if __name__ == "__main__":
    main()
