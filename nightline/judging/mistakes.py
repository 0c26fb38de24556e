"""The mistakes that any answer can make, one entry each. Exercise sets add their own."""

from __future__ import annotations

from nightline.judging.diagnoses import Diagnosis, register

register(
    Diagnosis(
        "never-awaited",
        "a coroutine that nothing ran",
        "Calling an `async def` function makes a coroutine, a plan. It runs when you await it, "
        "or give it to `gather` or a task.",
        "Print `type({call})` where you call it. What must happen to that object?",
        "02",
        "Call is not run",
        misconceptions=(5, 11),
    ),
    Diagnosis(
        "blocking-sleep",
        "time.sleep on the line",
        "`time.sleep` stops the whole thread, and the event loop works in that thread.",
        "Which sleep can be awaited?",
        "01",
        "When it goes wrong",
        misconceptions=(4,),
    ),
    Diagnosis(
        "busy-waiting",
        "a loop that watches the clock",
        "Your code reads the clock again and again until the time has come. It never gives the "
        "thread back, so nothing else can run.",
        "Which call waits for a time and lets others run?",
        "01",
        "When it goes wrong",
        misconceptions=(16,),
    ),
    Diagnosis(
        "deadlock",
        "everybody waits",
        "Every coroutine waits, and no timer is set. Nothing that could wake one of them will "
        "ever happen.",
        "For each line above, ask: who should make this wait end? Did that code run?",
    ),
    Diagnosis(
        "endless",
        "it never ends",
        "Your code still ran when its time was over. Usual reasons: a loop whose condition never "
        "changes, or one that catches each error and tries again.",
        "What must change so that this loop ends? Print it once in each round.",
    ),
    Diagnosis(
        "leftover-task",
        "a task still at work",
        "Your function returned, but a task it started was not done. Nobody will see its result "
        "or its error.",
        "Who waits for this task? Await it before you return, or cancel it.",
        "03",
    ),
    Diagnosis(
        "unretrieved-error",
        "an error nobody saw",
        "A task failed and nobody awaited it. Python reports such an error late or not at all.",
        "Who should receive this error? That code must await the task.",
        "03",
        misconceptions=(19,),
    ),
    Diagnosis(
        "swallowed-cancel",
        "a cancellation that was swallowed",
        "Cancelling raises `CancelledError` inside the task. Code that catches it and goes on "
        "cannot be stopped.",
        "After your cleanup, let the error pass: `raise`.",
        "06",
        misconceptions=(29,),
    ),
    Diagnosis(
        "one-by-one",
        "sequential instead of together",
        "`await {call}` inside the loop waits for that answer before the loop continues. It "
        "does not start work in the background.",
        "Make all the calls first. Then wait once, for all of them.",
        "01",
        "Together",
        misconceptions=(1, 10),
    ),
    Diagnosis(
        "too-many-in-flight",
        "more in flight than allowed",
        "Nothing held the next request back while the allowed number was open.",
        "Which object could count the open requests, and who must share it?",
        "09",
    ),
    Diagnosis(
        "not-a-coroutine",
        "a plain def where async def is needed",
        "`await` needs something that can wait. A plain `def` function is finished when it "
        "returns.",
        "Which word stands before `def` in a function that may wait?",
        "01",
        "One quote",
    ),
    Diagnosis(
        "run-inside-loop",
        "asyncio.run where a loop already runs",
        "`asyncio.run` starts a new event loop. One thread can run only one, and it runs already.",
        "You stand inside a coroutine. How do you wait for another one here?",
        "02",
        "The same in a file",
        misconceptions=(14,),
    ),
    Diagnosis(
        "coroutine-as-value",
        "a coroutine used as if it were its result",
        "You used the coroutine itself, not what it returns. The value exists only after the wait.",
        "Where does the wait belong, before you use the value?",
        "02",
        "Call is not run",
        misconceptions=(6,),
    ),
    Diagnosis(
        "coroutine-as-condition",
        "a coroutine asked whether it is true",
        "A coroutine is an object, and an object counts as true. The condition never saw the "
        "answer: nothing asked for it.",
        "Print `bool({call})` there. What must stand before the call, so that its value decides?",
        "02",
        "Call is not run",
        misconceptions=(12,),
    ),
    Diagnosis(
        "coroutine-compared",
        "a coroutine compared with a value",
        "The comparison got the coroutine, not its answer. A coroutine is neither `True` nor "
        "equal to any value, so the answer is always the same.",
        "Print `{call} == True` there. What must stand before the call, so that its value counts?",
        "02",
        "Call is not run",
    ),
    Diagnosis(
        "coroutine-not-iterable",
        "a coroutine used like a list",
        "A coroutine is no list and no iterator, so `for` and `next` cannot go through it. "
        "Something must drive it from stop to stop.",
        "Inside a coroutine, which word drives another one? And which method does it by hand?",
        "02",
        "Drive it by hand",
    ),
    Diagnosis(
        "end-not-caught",
        "the end of a coroutine taken for an error",
        "A coroutine that is done says so with `StopIteration`. That is no failure: the driver "
        "must expect it.",
        "Which statement waits for an exception? Print the `value` of the one you catch.",
        "02",
        "Drive it by hand",
    ),
    Diagnosis(
        "bad-yield",
        "a stop that the event loop does not know",
        "At a stop, a coroutine hands a note to its driver. `asyncio` understands only its own "
        "notes, and `None`. Here it got another object.",
        "Must `asyncio` drive this coroutine? Then which note may it hand out?",
        "02",
        "Drive it by hand",
    ),
    Diagnosis(
        "awaited-twice",
        "one coroutine awaited twice",
        "A coroutine runs once. This one was at its end, and then something awaited it or sent "
        "to it again.",
        "Where does its first run end? Keep the value there. A second run needs a new call.",
        "02",
        "When it goes wrong",
        misconceptions=(7,),
    ),
    Diagnosis(
        "awaited-a-value",
        "await on something that cannot wait",
        "`await` takes a coroutine, a task or a future. Here it got a plain value.",
        "Print the type of what stands behind `await`. Which call gives you something to await?",
        "02",
    ),
    Diagnosis(
        "gather-got-a-list",
        "a list where gather takes arguments",
        "`gather` takes its coroutines as separate arguments. Here it got one argument, a list.",
        "Which sign before a list in a call turns its elements into arguments?",
        "01",
        "Together",
    ),
    Diagnosis(
        "gather-not-awaited",
        "gather without await",
        "`gather` starts its coroutines and returns at once. What it returns is not yet the list "
        "of results.",
        "Which word waits until all of them are done?",
        "01",
        "Together",
    ),
    Diagnosis(
        "awaited-before-gather",
        "answers where gather takes coroutines",
        "You awaited each call while you collected them, so they ran one after another. What you "
        "gave to `gather` are their answers.",
        "Two words `await` stand here. Which of them is one too many?",
        "01",
        "Together",
    ),
    Diagnosis(
        "timeline-in-a-check",
        "a timeline inside the function",
        "A check records your function itself, and one thread can have one recording at a time.",
        "Take `timeline` out of the function. Use it in the cell that calls the function.",
    ),
    Diagnosis(
        "function-not-called",
        "a function where its call is needed",
        "You handed over the function itself. A coroutine comes into being only when you call it.",
        "What is missing behind the function's name?",
        "02",
        "Call is not run",
        misconceptions=(8,),
    ),
    Diagnosis(
        "task-not-done",
        "a result that is not there yet",
        "`result()` does not wait. It only reads the result of something that is done.",
        "Which word waits for a task and gives its result?",
        "03",
        misconceptions=(22,),
    ),
    Diagnosis(
        "name-unknown",
        "a name that Python does not know",
        "Either the cell that makes this name was not run since the kernel started, or the name "
        "is spelt in another way.",
        "Run all cells from the top to this one, then check again. Does the error stay?",
    ),
    Diagnosis(
        "unstoppable",
        "it never ends and cannot be stopped",
        "Your code catches every error, also the one that should end it. So it still runs.",
        "Restart the kernel (menu Kernel, Restart). Then write after `except` which error you "
        "expect.",
    ),
    Diagnosis(
        "asked-nobody",
        "no question asked",
        "Your function returned without asking a single carrier. The answer may differ the next "
        "time.",
        "Which function asks a carrier? Where do you call it?",
    ),
    Diagnosis(
        "asked-twice",
        "the same question asked twice",
        "Each question costs time and a request. You have the first answer already.",
        "Keep the answer in a name, and use it again.",
    ),
    Diagnosis(
        "waited-longer",
        "a wait after the last answer",
        "All answers were there, and your function still waited. A fixed time is too long for "
        "fast carriers and too short for slow ones.",
        "What can you await that ends when the last answer is there?",
        "01",
        "Together",
    ),
    Diagnosis(
        "collected-not-started",
        "calls that were collected, then awaited in turn",
        "A coroutine in a list has not started. Your second loop starts the next one only when "
        "the one before is done.",
        "Which asyncio function starts all coroutines of a list before it waits?",
        "01",
        "Together",
        misconceptions=(17,),
    ),
    Diagnosis(
        "raised",
        "an error in your code",
        "Your code raised an error before it reached its result.",
        "Read the line above. What is the value of each name in it at that moment?",
    ),
    Diagnosis(
        "wrong-arguments",
        "a signature that differs from the task's",
        "Your function cannot be called as the task says.",
        "Compare the names in the `def` line with the task's.",
    ),
    Diagnosis(
        "nothing-returned",
        "no result",
        "Your function ended without `return`, so its result is `None`.",
        "Which value should the caller get? Return it.",
    ),
    Diagnosis(
        "wrong-type",
        "a result of another type",
        "The work may be right, but the caller cannot use a result of this type.",
        "Compare what you return with the “Returns” line of the docstring.",
    ),
    Diagnosis(
        "wrong-result",
        "another result than expected",
        "Your function ran to its end and returned something else.",
        "Take the smallest case and work its result out on paper. Where does your code differ?",
    ),
)
