"""The mistakes that the tasks of set 07 share."""

from nightline.judging.diagnoses import Diagnosis, register

register(
    Diagnosis(
        "still-on-the-line",
        "blocking work in the loop's thread",
        "The function ran in the thread of the event loop, and until it returned nobody else had "
        "a turn. An `await` before or after it does not change that.",
        "Which asyncio function calls a plain function in another thread?",
        "07",
        "A thread for the wait",
        misconceptions=(4, 36),
    ),
    Diagnosis(
        "waits-without-await",
        "the loop waits without await",
        "The work was done elsewhere, but the loop's thread stood still until it was done. "
        "`result()`, `join()` and the results of `map` wait without `await`.",
        "Look at the line above. What could you await in its place?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "pool-closed-too-early",
        "a pool closed while it works",
        "The end of the `with` block closes the pool, and closing waits for all its work. That "
        "wait has no `await`, so the loop stood still.",
        "Where must the work be awaited, so that nothing is left to wait for at the end of `with`?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "called-not-passed",
        "the call in place of the function",
        "The brackets call the function here and now, on the line. Then its result was handed "
        "over as if it were still to be run.",
        "Which two things does a thread need from you, so that it can make the call itself?",
        "07",
        "When it goes wrong",
    ),
    Diagnosis(
        "plan-from-a-thread",
        "an async def function in a thread",
        "The thread called an `async def` function, and that call only makes a plan. The plan came "
        "back, and nothing ran it.",
        "What kind of function can a thread run from start to end?",
        "07",
        "When it goes wrong",
        misconceptions=(5,),
    ),
    Diagnosis(
        "work-not-done",
        "work that nobody did",
        "Your function returned, and the blocking function was never called.",
        "Which line should call it, or hand it over to be called? Does that line run?",
    ),
    Diagnosis(
        "called-more-than-once",
        "the same work done twice",
        "The function ran more often than it was asked for. If it sells a berth, the traveller "
        "pays twice.",
        "Count the places where your code calls the function, or hands it over to be called.",
    ),
    Diagnosis(
        "future-of-the-pool",
        "a future that the loop does not know",
        "`submit` gives a future of the pool, made for threads that stand and wait. The event loop "
        "cannot wait for it.",
        "Which method of the loop takes the pool, and gives you a future that can be awaited?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "closed-the-callers-pool",
        "a pool closed that belongs to the caller",
        "After your function nobody can use the pool again. `with` closes a pool at its end, and "
        "so does `shutdown`.",
        "Who made this pool? Who should close it?",
    ),
    Diagnosis(
        "work-left-out",
        "work that was left out",
        "Some pieces of the work were done, and others were never handed over.",
        "Over what does your loop go? Print how many times it goes round.",
    ),
    Diagnosis(
        "twin-lost",
        "two equal pieces of work, and one is lost",
        "The same piece stood in the list twice, and it was done once. A dict has one place for "
        "each key, and a set one for each value.",
        "Which type keeps two equal elements, and their order?",
    ),
    Diagnosis(
        "late-lambda",
        "a lambda that looks later",
        "A `lambda` reads the name when it is called, not when it is made. By then the loop had "
        "gone on, so several calls saw the same value.",
        "`run_in_executor` takes the function and its arguments. Do you need the `lambda`?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "work-not-awaited",
        "a future in place of its result",
        "You started the work and returned at once. A task or a future is not the result: it "
        "will hold the result later.",
        "Which word waits for it, and gives you what is inside?",
        "07",
        "A pool with a limit",
        misconceptions=(6,),
    ),
    Diagnosis(
        "error-kept-back",
        "an error that the caller never hears of",
        "The function failed, and your code returned as if nothing had happened. The caller must "
        "decide what an error means.",
        "What does `await` do with an error from the thread, if you let it?",
    ),
    Diagnosis(
        "error-changed",
        "an error that became another one",
        "The function failed with one error, and your caller got another. A caller that handles "
        "the first does not know the second.",
        "What does `await` do with an error from the thread, if you let it?",
    ),
)
