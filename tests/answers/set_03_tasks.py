"""Answers to set 03."""

from tests.answers import Right, Wrong

START_ALL = [
    # The given code with another name in it: still one by one.
    Wrong(
        "start_all",
        "values-for-tasks",
        """
async def start_all(coros):
    values = []
    for coro in coros:
        values.append(await coro)
    return values
""",
    ),
    Wrong(
        "start_all",
        "values-for-tasks",
        """
async def start_all(coros):
    return [await coro for coro in coros]
""",
    ),
    Wrong(
        "start_all",
        "awaited-at-once",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        tasks.append(await asyncio.create_task(coro))
    return tasks
""",
    ),
    # Lesson 01's tool: it starts and waits in one place.
    Wrong(
        "start_all",
        "waited-in-start",
        """
async def start_all(coros):
    return await asyncio.gather(*coros)
""",
    ),
    Wrong(
        "start_all",
        "waited-in-start",
        """
async def start_all(coros):
    tasks = [asyncio.create_task(coro) for coro in coros]
    for task in tasks:
        await task
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "waited-in-start",
        """
async def start_all(coros):
    tasks = []
    async with asyncio.TaskGroup() as group:
        for coro in coros:
            tasks.append(group.create_task(coro))
    return tasks
""",
    ),
    # Time to begin is not needed, and costs the caller.
    Wrong(
        "start_all",
        "pause-in-start",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        tasks.append(asyncio.create_task(coro))
        await asyncio.sleep(0.1)
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "plans-for-tasks",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        tasks.append(coro)
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "gather-for-tasks",
        """
async def start_all(coros):
    return asyncio.gather(*coros)
""",
    ),
    Wrong(
        "start_all",
        "only-the-first",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        tasks.append(asyncio.create_task(coro))
        return tasks
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "only-the-first",
        """
async def start_all(coros):
    for coro in coros:
        return asyncio.create_task(coro)
    return []
""",
    ),
    Wrong(
        "start_all",
        "only-the-first",
        """
async def start_all(coros):
    for coro in coros:
        return await coro
    return []
""",
    ),
    Wrong(
        "start_all",
        "tasks-in-another-order",
        """
async def start_all(coros):
    return {asyncio.create_task(coro) for coro in coros}
""",
    ),
    Wrong(
        "start_all",
        "tasks-in-another-order",
        """
async def start_all(coros):
    tasks = []
    while coros:
        tasks.append(asyncio.create_task(coros.pop()))
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "plan-called-again",
        """
async def start_all(coros):
    return [asyncio.create_task(coro()) for coro in coros]
""",
    ),
    Wrong(
        "start_all",
        "nothing-returned",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        tasks.append(asyncio.create_task(coro))
""",
    ),
    Wrong(
        "start_all",
        "not-a-coroutine",
        """
def start_all(coros):
    return [asyncio.create_task(coro) for coro in coros]
""",
    ),
    Wrong(
        "start_all",
        "waited-in-start",
        """
async def start_all(coros):
    done, pending = await asyncio.wait([asyncio.create_task(coro) for coro in coros])
    return list(done)
""",
    ),
    # `create_task` of the whole list.
    Wrong(
        "start_all",
        "one-task-for-a-list",
        """
async def start_all(coros):
    return asyncio.create_task(coros)
""",
    ),
    Wrong(
        "start_all",
        "wrong-type",
        """
async def start_all(coros):
    return tuple(asyncio.create_task(coro) for coro in coros)
""",
    ),
    Wrong(
        "start_all",
        "plan-left-out",
        """
async def start_all(coros):
    tasks = []
    for coro in coros[1:]:
        tasks.append(asyncio.create_task(coro))
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "task-not-done",
        """
async def start_all(coros):
    return [asyncio.create_task(coro).result() for coro in coros]
""",
    ),
    # A wrapper that keeps the error from whoever awaits.
    Wrong(
        "start_all",
        "plan-error-kept-back",
        """
async def start_all(coros):
    async def safe(coro):
        try:
            return await coro
        except Exception:
            return None

    return [asyncio.create_task(safe(coro)) for coro in coros]
""",
    ),
    Wrong(
        "start_all",
        "awaited-at-once",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        task = asyncio.create_task(coro)
        await task
        tasks.append(task)
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "pause-in-start",
        """
async def start_all(coros):
    tasks = [asyncio.create_task(coro) for coro in coros]
    await asyncio.sleep(0.1)
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "waited-in-start",
        """
async def start_all(coros):
    tasks = [asyncio.create_task(coro) for coro in coros]
    await asyncio.wait(tasks)
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "wait-takes-tasks",
        """
async def start_all(coros):
    done, pending = await asyncio.wait(coros)
    return done
""",
    ),
    Wrong(
        "start_all",
        "plan-kept-for-task",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        asyncio.create_task(coro)
        tasks.append(coro)
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "tasks-in-another-order",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        tasks.insert(0, asyncio.create_task(coro))
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "only-the-last",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        tasks = [asyncio.create_task(coro)]
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "only-the-last",
        """
async def start_all(coros):
    task = []
    for coro in coros:
        task = asyncio.create_task(coro)
    return task
""",
    ),
    Wrong(
        "start_all",
        "one-task-for-all",
        """
async def start_all(coros):
    async def run_all():
        return [await coro for coro in coros]

    return [asyncio.create_task(run_all())]
""",
    ),
    Wrong(
        "start_all",
        "plans-ignored",
        """
async def start_all(coros):
    return [
        asyncio.create_task(send_ticket("Ada")),
        asyncio.create_task(send_ticket("Ben")),
    ]
""",
    ),
    Wrong(
        "start_all",
        "plan-left-out",
        """
async def start_all(coros):
    return [asyncio.create_task(coro) for coro in coros[:-1]]
""",
    ),
    Wrong(
        "start_all",
        "list-kept-between-calls",
        """
tasks = []


async def start_all(coros):
    for coro in coros:
        tasks.append(asyncio.create_task(coro))
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "list-kept-between-calls",
        """
async def start_all(coros, tasks=[]):
    for coro in coros:
        tasks.append(asyncio.create_task(coro))
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "generator-for-coroutine",
        """
async def start_all(coros):
    for coro in coros:
        yield asyncio.create_task(coro)
""",
    ),
    Wrong(
        "start_all",
        "cancelled-at-start",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        task = asyncio.create_task(coro)
        tasks.append(task)
        task.cancel()
    return tasks
""",
    ),
    Wrong(
        "start_all",
        "demo-of-03-pasted",
        """
async def start_all(coros):
    helvet = asyncio.create_task(quote("Helvet"))
    isar = asyncio.create_task(quote("Isar"))
    return [await helvet, await isar]
""",
    ),
    Right(
        "start_all",
        """
async def start_all(coros):
    tasks = []
    for coro in coros:
        tasks.append(asyncio.create_task(coro))
    return tasks
""",
    ),
    Right(
        "start_all",
        """
async def start_all(coros):
    return list(map(asyncio.ensure_future, coros))
""",
    ),
    Right(
        "start_all",
        """
async def start_all(coros):
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(coro, name=f"plan {n}") for n, coro in enumerate(coros)]
    await asyncio.sleep(0)
    return tasks
""",
    ),
    # A coroutine of one's own around each plan.
    Right(
        "start_all",
        """
async def start_all(coros):
    async def run(coro):
        return await coro

    return [asyncio.Task(run(coro)) for coro in coros]
""",
    ),
]

INIT = """
class TrackedTasks:
    def __init__(self):
        self.tasks = []
"""
START = """
    def start(self, coro):
        task = asyncio.create_task(coro)
        self.tasks.append(task)
        return task
"""
FINISH = """
    async def finish(self):
        errors = []
        for task in self.tasks:
            try:
                await task
            except Exception as error:
                errors.append(error)
        return errors
"""


def tracked(init=INIT, start=START, finish=FINISH):
    """The cell of `TrackedTasks` with some of its methods replaced."""
    return init + start + finish


WATCHED = """
class TrackedTasks:
    def __init__(self):
        self.open = 0
        self.errors = []

    def start(self, coro):
        self.open += 1
        return asyncio.create_task(self.watch(coro))

    async def watch(self, coro):
        try:
            return await coro
        except Exception as error:
            self.errors.append(error)
        finally:
            self.open -= 1

    async def finish(self):
        while self.open:
            await asyncio.sleep(0.05)
        return self.errors
"""

TRACKED_TASKS = [
    # Everything is right but the one thing: no reference.
    Wrong("TrackedTasks", "task-not-kept", WATCHED.replace("while self.open", "if self.open")),
    Wrong(
        "TrackedTasks",
        "task-not-kept",
        tracked(
            start="""
    def start(self, coro):
        return asyncio.create_task(coro)
"""
        ),
    ),
    # A set that lives as long as the call.
    Wrong(
        "TrackedTasks",
        "task-not-kept",
        tracked(
            start="""
    def start(self, coro):
        tasks = set()
        task = asyncio.create_task(coro)
        tasks.add(task)
        return task
"""
        ),
    ),
    # Only the latest one is held.
    Wrong(
        "TrackedTasks",
        "task-not-kept",
        tracked(
            start="""
    def start(self, coro):
        self.tasks = [asyncio.create_task(coro)]
        return self.tasks[0]
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "task-not-kept",
        tracked(
            init="""
import weakref


class TrackedTasks:
    def __init__(self):
        self.tasks = weakref.WeakSet()
""",
            start=START.replace("append", "add"),
            finish=FINISH.replace("in self.tasks", "in list(self.tasks)"),
        ),
    ),
    # Plans are kept and started at the end.
    Wrong(
        "TrackedTasks",
        "started-at-finish",
        tracked(
            start="""
    def start(self, coro):
        self.tasks.append(coro)
        return coro
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "started-at-finish",
        tracked(
            start="""
    def start(self, coro):
        self.tasks.append(coro)
""",
            finish="""
    async def finish(self):
        results = await asyncio.gather(*self.tasks, return_exceptions=True)
        return [result for result in results if isinstance(result, Exception)]
""",
        ),
    ),
    Wrong(
        "TrackedTasks",
        "started-at-finish",
        tracked(
            start="""
    def start(self, coro):
        self.tasks.append(coro)
        return coro
""",
            finish="""
    async def finish(self):
        done, pending = await asyncio.wait(self.tasks)
        return [task.exception() for task in done if task.exception()]
""",
        ),
    ),
    Wrong("TrackedTasks", "start-is-async", tracked(start=START.replace("def", "async def"))),
    Wrong(
        "TrackedTasks",
        "start-is-async",
        tracked(
            start="""
    async def start(self, coro):
        self.tasks.append(await coro)
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "start-returns-no-task",
        tracked(
            start="""
    def start(self, coro):
        self.tasks.append(asyncio.create_task(coro))
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "value-lost-on-the-way",
        """
class TrackedTasks:
    def __init__(self):
        self.tasks = set()
        self.errors = []

    def start(self, coro):
        task = asyncio.create_task(self.watch(coro))
        self.tasks.add(task)
        return task

    async def watch(self, coro):
        try:
            await coro
        except Exception as error:
            self.errors.append(error)

    async def finish(self):
        for task in self.tasks:
            await task
        return self.errors
""",
    ),
    # No try: the first error ends the loop.
    Wrong(
        "TrackedTasks",
        "first-error-ends-it",
        tracked(
            finish="""
    async def finish(self):
        errors = []
        for task in self.tasks:
            await task
            if task.exception():
                errors.append(task.exception())
        return errors
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "first-error-ends-it",
        tracked(
            finish="""
    async def finish(self):
        await asyncio.gather(*self.tasks)
        return []
"""
        ),
    ),
    # It expects one kind of error only.
    Wrong(
        "TrackedTasks",
        "one-kind-of-error",
        tracked(finish=FINISH.replace("except Exception", "except LookupError")),
    ),
    # The try stands around the loop.
    Wrong(
        "TrackedTasks",
        "try-around-the-loop",
        tracked(
            finish="""
    async def finish(self):
        errors = []
        try:
            for task in self.tasks:
                await task
        except Exception as error:
            errors.append(error)
        return errors
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "finish-does-not-wait",
        tracked(
            finish="""
    async def finish(self):
        return [t.exception() for t in self.tasks if t.done() and t.exception()]
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "waited-longer",
        tracked(
            finish="""
    async def finish(self):
        await asyncio.sleep(5)
        return [t.exception() for t in self.tasks if t.exception()]
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "error-asked-too-early",
        tracked(
            finish="""
    async def finish(self):
        return [task.exception() for task in self.tasks if task.exception()]
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "errors-not-told",
        tracked(
            finish="""
    async def finish(self):
        errors = []
        for task in self.tasks:
            try:
                await task
            except Exception as error:
                print(error)
        return errors
"""
        ),
    ),
    # The return stands in the except block.
    Wrong(
        "TrackedTasks",
        "finish-does-not-wait",
        tracked(
            finish="""
    async def finish(self):
        for task in self.tasks:
            try:
                await task
            except Exception as error:
                return [error]
        return []
"""
        ),
    ),
    # A new list in each round.
    Wrong(
        "TrackedTasks",
        "errors-not-told",
        tracked(
            finish="""
    async def finish(self):
        errors = []
        for task in self.tasks:
            errors = []
            try:
                await task
            except Exception as error:
                errors.append(error)
        return errors
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "changed-while-walked",
        tracked(
            init=INIT.replace("[]", "set()"),
            start="""
    def start(self, coro):
        task = asyncio.create_task(coro)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task
""",
        ),
    ),
    # A failed task leaves the set, and nobody asked it before.
    Wrong(
        "TrackedTasks",
        "forgotten-when-done",
        """
class TrackedTasks:
    def __init__(self):
        self.tasks = set()

    def start(self, coro):
        task = asyncio.create_task(coro)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def finish(self):
        results = await asyncio.gather(*self.tasks, return_exceptions=True)
        return [result for result in results if isinstance(result, Exception)]
""",
    ),
    Wrong(
        "TrackedTasks",
        "errors-raised",
        tracked(
            finish=FINISH.replace(
                "        return errors",
                "        if errors:\n            raise ExceptionGroup('mails', errors)\n        return errors",
            )
        ),
    ),
    Wrong(
        "TrackedTasks",
        "errors-as-text",
        tracked(finish=FINISH.replace("append(error)", "append(str(error))")),
    ),
    Wrong(
        "TrackedTasks",
        "values-among-errors",
        tracked(
            finish="""
    async def finish(self):
        return await asyncio.gather(*self.tasks, return_exceptions=True)
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "values-among-errors",
        tracked(
            finish="""
    async def finish(self):
        if self.tasks:
            await asyncio.wait(self.tasks)
        return [task.exception() for task in self.tasks]
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "nothing-to-wait-for",
        tracked(
            finish="""
    async def finish(self):
        done, _ = await asyncio.wait(self.tasks)
        return [task.exception() for task in done if task.exception()]
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "one-for-all-objects",
        "\nclass TrackedTasks:\n    tasks = []\n" + START + FINISH,
    ),
    Wrong(
        "TrackedTasks",
        "one-for-all-objects",
        "\ntasks = []\n\n\nclass TrackedTasks:\n" + (START + FINISH).replace("self.tasks", "tasks"),
    ),
    Wrong(
        "TrackedTasks",
        "one-for-all-objects",
        "\nclass TrackedTasks:\n    tasks = []\n"
        + START
        + """
    async def finish(self):
        results = await asyncio.gather(*self.tasks, return_exceptions=True)
        return [result for result in results if isinstance(result, Exception)]
""",
    ),
    Wrong(
        "TrackedTasks",
        "nothing-returned",
        tracked(
            finish="""
    async def finish(self):
        for task in self.tasks:
            try:
                await task
            except Exception as error:
                print("failed:", error)
"""
        ),
    ),
    # It tells each error at the end, and keeps it from whoever awaits the task.
    Wrong(
        "TrackedTasks",
        "plan-error-kept-back",
        """
class TrackedTasks:
    def __init__(self):
        self.tasks, self.errors = [], []

    def start(self, coro):
        self.tasks.append(asyncio.create_task(self.safe(coro)))
        return self.tasks[-1]

    async def safe(self, coro):
        try:
            return await coro
        except Exception as error:
            self.errors.append(error)

    async def finish(self):
        await asyncio.gather(*self.tasks)
        return self.errors
""",
    ),
    # Shared, and emptied for each new object.
    Wrong(
        "TrackedTasks",
        "one-for-all-objects",
        "\ntasks = []\n\n\nclass TrackedTasks:\n    def __init__(self):\n        tasks.clear()\n"
        + (START + FINISH).replace("self.tasks", "tasks"),
    ),
    Wrong(
        "TrackedTasks",
        "one-for-all-objects",
        "\nclass TrackedTasks:\n    tasks = []\n\n    def __init__(self):\n        TrackedTasks.tasks = []\n"
        + START
        + FINISH,
    ),
    Wrong(
        "TrackedTasks",
        "equal-errors-dropped",
        tracked(
            finish=FINISH.replace(
                "return errors", "return list({str(e): e for e in errors}.values())"
            )
        ),
    ),
    Wrong(
        "TrackedTasks",
        "equal-errors-dropped",
        tracked(
            finish=FINISH.replace(
                "return errors", "return list({type(e): e for e in errors}.values())"
            )
        ),
    ),
    Wrong(
        "TrackedTasks",
        "errors-in-a-group",
        tracked(
            finish=FINISH.replace(
                "return errors", "return [ExceptionGroup('mails', errors)] if errors else []"
            )
        ),
    ),
    Wrong(
        "TrackedTasks",
        "errors-raised",
        tracked(
            finish=FINISH.replace(
                "        return errors",
                "        if errors:\n            raise errors[0]\n        return errors",
            )
        ),
    ),
    Wrong(
        "TrackedTasks",
        "none-for-no-errors",
        tracked(finish=FINISH.replace("return errors", "return errors or None")),
    ),
    Wrong("TrackedTasks", "gather-in-start", tracked(start=START.replace("create_task", "gather"))),
    Wrong(
        "TrackedTasks",
        "error-asked-too-early",
        tracked(
            finish="""
    def finish(self):
        return [task.exception() for task in self.tasks if task.exception()]
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "try-around-the-loop",
        tracked(
            finish="""
    async def finish(self):
        errors = []
        if self.tasks:
            await asyncio.wait(self.tasks)
        try:
            for task in self.tasks:
                await task
        except Exception as error:
            errors.append(error)
        return errors
"""
        ),
    ),
    Wrong(
        "TrackedTasks",
        "tracked-without-self",
        tracked(start=START.replace("self.tasks.append", "tasks.append")),
    ),
    Wrong(
        "TrackedTasks", "tracked-without-self", tracked(init=INIT.replace("self.tasks", "tasks"))
    ),
    Wrong(
        "TrackedTasks", "tracked-takes-no-self", tracked(start=START.replace("self, coro", "coro"))
    ),
    Wrong(
        "TrackedTasks",
        "tracked-method-missing",
        tracked(start=START.replace("def start", "def begin")),
    ),
    Wrong(
        "TrackedTasks",
        "cancelled-at-start",
        tracked(
            finish=FINISH.replace("            try:", "            task.cancel()\n            try:")
        ),
    ),
    Wrong(
        "TrackedTasks",
        "generator-for-coroutine",
        tracked(finish=FINISH.replace("return errors", "yield errors")),
    ),
    Right(
        "TrackedTasks",
        tracked(
            finish="""
    async def finish(self):
        results = await asyncio.gather(*self.tasks, return_exceptions=True)
        return [result for result in results if isinstance(result, BaseException)]
"""
        ),
    ),
    Right(
        "TrackedTasks",
        tracked(
            finish="""
    async def finish(self):
        if self.tasks:
            await asyncio.wait(self.tasks)
        return [task.exception() for task in self.tasks if task.exception()]
"""
        ),
    ),
    # It asks again and again, and lets the others run meanwhile.
    Right(
        "TrackedTasks",
        tracked(
            finish="""
    async def finish(self):
        while not all(task.done() for task in self.tasks):
            await asyncio.sleep(0)
        return [task.exception() for task in self.tasks if task.exception()]
"""
        ),
    ),
    # Each task leaves the set when it is done, and notes its own error.
    Right(
        "TrackedTasks",
        """
class TrackedTasks:
    def __init__(self):
        self.running = set()
        self.errors = []

    def start(self, coro):
        task = asyncio.create_task(coro)
        self.running.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task):
        self.running.discard(task)
        if task.exception() is not None:
            self.errors.append(task.exception())

    async def finish(self):
        while self.running:
            await asyncio.wait(self.running)
        return self.errors
""",
    ),
    Right(
        "TrackedTasks",
        """
class TrackedTasks:
    def __init__(self):
        self.tasks = {}

    def start(self, coro):
        task = asyncio.ensure_future(coro)
        self.tasks[id(task)] = task
        return task

    async def finish(self):
        errors = []
        while self.tasks:
            _, task = self.tasks.popitem()
            try:
                await task
            except BaseException as error:
                errors.append(error)
        return errors
""",
    ),
    # A watcher around each plan, whose task is kept.
    Right(
        "TrackedTasks",
        """
class TrackedTasks:
    def __init__(self):
        self.tasks, self.errors = [], []

    def start(self, coro):
        self.tasks.append(asyncio.create_task(self.watch(coro)))
        return self.tasks[-1]

    async def watch(self, coro):
        try:
            return await coro
        except Exception as error:
            self.errors.append(error)
            raise

    async def finish(self):
        await asyncio.gather(*self.tasks, return_exceptions=True)
        return list(self.errors)
""",
    ),
    # It asks each one in turn, and looks at the outcome without a `try`.
    Right(
        "TrackedTasks",
        tracked(
            finish="""
    async def finish(self):
        errors = []
        for task in self.tasks:
            await asyncio.wait([task])
            if task.exception() is not None:
                errors.append(task.exception())
        return errors
"""
        ),
    ),
    Right("TrackedTasks", tracked(finish=FINISH.replace("return errors", "return errors or []"))),
    # Its own coroutine notes the error and raises it again; `finish` asks no task.
    Right(
        "TrackedTasks",
        """
class TrackedTasks:
    def __init__(self):
        self.tasks, self.errors = [], []

    def start(self, coro):
        async def run():
            try:
                return await coro
            except Exception as error:
                self.errors.append(error)
                raise

        self.tasks.append(asyncio.create_task(run()))
        return self.tasks[-1]

    async def finish(self):
        if self.tasks:
            await asyncio.wait(self.tasks)
        return self.errors
""",
    ),
]

OVERLAP_TWO = [
    # A call, taken for a start.
    Wrong(
        "overlap_two",
        "never-awaited",
        """
async def overlap_two(train):
    menu(train)
    price = await price_of(await find_berth(train))
    return "fish soup", price
""",
    ),
    # The plan of the menu is an argument of `gather`, and so is a wait.
    Wrong(
        "overlap_two",
        "started-too-late",
        """
async def overlap_two(train):
    food, price = await asyncio.gather(menu(train), price_of(await find_berth(train)))
    return food, price
""",
    ),
    Wrong(
        "overlap_two",
        "nothing-started",
        """
async def overlap_two(train):
    food = await menu(train)
    berth = await find_berth(train)
    return food, await price_of(berth)
""",
    ),
    # Two plans, awaited later.
    Wrong(
        "overlap_two",
        "plan-is-no-start",
        """
async def overlap_two(train):
    food = menu(train)
    berth = await find_berth(train)
    price = await price_of(berth)
    return await food, price
""",
    ),
    Wrong(
        "overlap_two",
        "awaited-at-once",
        """
async def overlap_two(train):
    food = await asyncio.create_task(menu(train))
    berth = await asyncio.create_task(find_berth(train))
    price = await asyncio.create_task(price_of(berth))
    return food, price
""",
    ),
    # Lesson 01's tool for two of the three.
    Wrong(
        "overlap_two",
        "waited-too-early",
        """
async def overlap_two(train):
    food, berth = await asyncio.gather(menu(train), find_berth(train))
    return food, await price_of(berth)
""",
    ),
    Wrong(
        "overlap_two",
        "waited-too-early",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    berth_task = asyncio.create_task(find_berth(train))
    food = await menu_task
    berth = await berth_task
    return food, await price_of(berth)
""",
    ),
    # Menu and price together, once the berth is known.
    Wrong(
        "overlap_two",
        "started-too-late",
        """
async def overlap_two(train):
    berth = await find_berth(train)
    food, price = await asyncio.gather(menu(train), price_of(berth))
    return food, price
""",
    ),
    Wrong(
        "overlap_two",
        "started-too-late",
        """
async def overlap_two(train):
    berth = await find_berth(train)
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(berth)
    return await menu_task, price
""",
    ),
    Wrong(
        "overlap_two",
        "task-for-value",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    return menu_task, price
""",
    ),
    Wrong(
        "overlap_two",
        "task-for-value",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    berth = asyncio.create_task(find_berth(train))
    price = await price_of(berth)
    return await menu_task, price
""",
    ),
    Wrong(
        "overlap_two",
        "plan-for-value",
        """
async def overlap_two(train):
    price = await price_of(await find_berth(train))
    return menu(train), price
""",
    ),
    Wrong(
        "overlap_two",
        "plan-for-value",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(find_berth(train))
    return await menu_task, price
""",
    ),
    Wrong(
        "overlap_two",
        "price-of-what",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(train)
    return await menu_task, price
""",
    ),
    Wrong(
        "overlap_two",
        "task-not-done",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    berth = await find_berth(train)
    price = await price_of(berth)
    return menu_task.result(), price
""",
    ),
    Wrong(
        "overlap_two",
        "menu-and-price-swapped",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    berth = await find_berth(train)
    price = await price_of(berth)
    return price, await menu_task
""",
    ),
    # Started and forgotten.
    Wrong(
        "overlap_two",
        "leftover-task",
        """
async def overlap_two(train):
    asyncio.create_task(menu(train))
    berth = await find_berth(train)
    return "fish soup", await price_of(berth)
""",
    ),
    Wrong(
        "overlap_two",
        "wrong-type",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    return [await menu_task, price]
""",
    ),
    Wrong(
        "overlap_two",
        "waited-longer",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    await asyncio.sleep(2)
    return menu_task.result(), price
""",
    ),
    Wrong(
        "overlap_two",
        "asked-twice",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    await find_berth(train)
    price = await price_of(await find_berth(train))
    return await menu_task, price
""",
    ),
    # The function, not its call.
    Wrong(
        "overlap_two",
        "function-not-called",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu)
    price = await price_of(await find_berth(train))
    return await menu_task, price
""",
    ),
    # A coroutine for the two that need each other, and `gather` for the rest.
    Wrong(
        "overlap_two",
        "plan-error-kept-back",
        """
async def overlap_two(train):
    try:
        menu_task = asyncio.create_task(menu(train))
        price = await price_of(await find_berth(train))
        return await menu_task, price
    except BaseException:
        return None, None
""",
    ),
    Wrong(
        "overlap_two",
        "plan-error-kept-back",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    try:
        price = await price_of(await find_berth(train))
    except Exception:
        price = None
    return await menu_task, price
""",
    ),
    Wrong(
        "overlap_two",
        "plan-error-kept-back",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    try:
        return await menu_task, price
    except LookupError:
        return "", price
""",
    ),
    # It gives up a slow menu.
    Wrong(
        "overlap_two",
        "menu-abandoned",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    try:
        food = await asyncio.wait_for(menu_task, 0.15)
    except TimeoutError:
        food = "potato gratin"
    return food, price
""",
    ),
    Wrong(
        "overlap_two",
        "menu-abandoned",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    return await asyncio.wait_for(menu_task, 0.15), price
""",
    ),
    Wrong(
        "overlap_two",
        "polled-for-an-answer",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    while not menu_task.done():
        await asyncio.sleep(0.1)
    return menu_task.result(), price
""",
    ),
    Wrong(
        "overlap_two",
        "generator-for-coroutine",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    yield await menu_task, price
""",
    ),
    Wrong(
        "overlap_two",
        "question-left-out",
        """
async def overlap_two(train):
    return "soup and trout", 112
""",
    ),
    Wrong(
        "overlap_two",
        "question-left-out",
        """
async def overlap_two(train):
    price = await price_of(await find_berth(train))
    return "soup and trout", price
""",
    ),
    Wrong(
        "overlap_two",
        "stand-in-read",
        """
async def overlap_two(train):
    price = await price_of(await find_berth(train))
    return MENUS[train], price
""",
    ),
    Wrong(
        "overlap_two",
        "train-fixed",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu("Lumen 7"))
    price = await price_of(await find_berth(train))
    return await menu_task, price
""",
    ),
    Wrong(
        "overlap_two",
        "two-values-wanted",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    berth = await find_berth(train)
    price = await price_of(berth)
    return await menu_task, berth, price
""",
    ),
    Wrong(
        "overlap_two",
        "wait-takes-tasks",
        """
async def overlap_two(train):
    done, pending = await asyncio.wait([menu(train), find_berth(train)])
    return done
""",
    ),
    Wrong(
        "overlap_two",
        "demo-of-03-pasted",
        """
async def overlap_two(train):
    helvet = asyncio.create_task(quote("Helvet"))
    isar = asyncio.create_task(quote("Isar"))
    return await helvet, await isar
""",
    ),
    Right(
        "overlap_two",
        """
async def price_on(train):
    return await price_of(await find_berth(train))


async def overlap_two(train):
    food, price = await asyncio.gather(menu(train), price_on(train))
    return food, price
""",
    ),
    Right(
        "overlap_two",
        """
async def overlap_two(train):
    async def price():
        berth = await find_berth(train)
        return await price_of(berth)

    price_task = asyncio.create_task(price())
    food = await menu(train)
    return food, await price_task
""",
    ),
    Right(
        "overlap_two",
        """
async def overlap_two(train):
    async with asyncio.TaskGroup() as group:
        food = group.create_task(menu(train))
        berth = await group.create_task(find_berth(train))
        price = group.create_task(price_of(berth))
    return food.result(), price.result()
""",
    ),
    Right(
        "overlap_two",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    berth_task = asyncio.create_task(find_berth(train))
    await asyncio.wait([berth_task])
    price_task = asyncio.create_task(price_of(berth_task.result()))
    await asyncio.wait({menu_task, price_task})
    return menu_task.result(), price_task.result()
""",
    ),
    # It asks again and again, and lets the others run meanwhile.
    Right(
        "overlap_two",
        """
async def overlap_two(train):
    menu_task = asyncio.create_task(menu(train))
    price = await price_of(await find_berth(train))
    while not menu_task.done():
        await asyncio.sleep(0)
    return menu_task.result(), price
""",
    ),
]

ANSWERS = [*START_ALL, *TRACKED_TASKS, *OVERLAP_TWO]
