"""The mistakes that the task `SearchTests` can name."""

from __future__ import annotations

from nightline.checks.trust.texts import FOOLED, about
from nightline.judging.diagnoses import register

_entry = about(FOOLED)
register(
    _entry(
        "search-tests-missing",
        "one promise of four",
        "The given test looks at the answer. Nobody looks at the number of questions, at other "
        "visitors, or at the thread.",
        "Write one test for each promise. Begin with the number of questions that are open.",
    ),
    _entry(
        "search-answer-untested",
        "an answer that nobody compares",
        "This mutant gives prices to the wrong carriers. The given test noticed that.",
        "Is `test_answer` still as it was given? What does it compare?",
    ),
    _entry(
        "search-one-by-one-unseen",
        "a page that asks one by one",
        "This mutant has one question open at a time, so it is slow. Its answer is right.",
        "What does `carriers.most` say after a visit of this mutant, and after one of the right page?",
        1,
    ),
    _entry(
        "search-no-limit-unseen",
        "a limit that nobody tests",
        "This mutant asks all six at once. It is quick, its answer is right, and the carriers complain.",
        "What does `carriers.most` say after a visit of this mutant, and after one of the right page?",
    ),
    _entry(
        "search-two-unseen",
        "a limit that is too small",
        "This mutant asks two at a time. The promise is three, as long as there are enough.",
        "Which comparison is content with 3 only, and not with 2?",
    ),
    _entry(
        "search-at-most-only",
        "a limit tested from one side",
        "“At most three” also holds for a page that asks one by one. Your comparison is content with "
        "it.",
        "Which number does the right page reach? Compare with exactly that one.",
    ),
    _entry(
        "search-blocking-unseen",
        "a blocked thread that nobody notices",
        "This mutant keeps the thread for 0.3 s. Its answer and its counts are right, so only somebody "
        "who needs the thread meanwhile can notice.",
        "Who could be there beside the visit? The notebook has a helper for it.",
        4,
    ),
    _entry(
        "search-witness-unheard",
        "a witness whose answer does not count",
        "`latest_turn` returns how late the witness came, in seconds. With this mutant that is about "
        "0.3, and your test is content with it.",
        "Print what `latest_turn` returns for the right page. Below which limit must it be?",
    ),
    _entry(
        "search-in-turn-unseen",
        "visitors who wait for each other",
        "This mutant lets one visitor in at a time. With one visitor in the test, nothing shows.",
        "How many visitors does each of your tests have? What is `carriers.most` with two?",
    ),
    _entry(
        "search-shared-unseen",
        "a limit that all visitors share",
        "This mutant has three questions open for all visitors together, so a second visitor waits. The "
        "promise was three for each of them.",
        "How many visitors does each of your tests have? What is `carriers.most` with two?",
        48,
    ),
    _entry(
        "search-two-sites",
        "two visitors who cannot meet",
        "Your visitors are there together, and the mutant still lives. Its line stands in the page: "
        "visitors of two pages do not share it, and their answers do not show it.",
        "How often does your test call `search_of`? And which number does it compare after two visits?",
    ),
    _entry(
        "search-count-of-two",
        "a count of another number of visitors",
        "Three questions are open for each visitor. `carriers.most` counts those of all visitors of "
        "these carriers.",
        "How many visitors does this test have at the same moment? How many questions is that?",
    ),
    _entry(
        "search-not-awaited",
        "a visit that nobody awaited",
        "The page is an `async def` view, so a call makes a plan. Nothing was asked yet.",
        "What must stand before `page(request)`?",
        5,
    ),
    _entry(
        "search-page-not-made",
        "a function used as a page",
        "`search_of(carriers)` makes the page, and the page takes the request. One of the two calls is "
        "missing here.",
        "Compare with `test_answer`: what does each of its calls get?",
    ),
    _entry(
        "search-other-carriers",
        "a look at carriers that nobody asked",
        "The count says 0: these carriers got no question. Other ones were asked.",
        "Is the object whose `most` you read the same that `search_of` got?",
    ),
    _entry(
        "search-reads-the-clock",
        "a clock on the wall",
        "Your test depends on how long the carriers need. On a busy day they need longer: the page is "
        "right, and your test says that it is wrong.",
        "Which number shows the mistake on a slow day and on a quick one? Count what is open.",
    ),
    _entry(
        "search-shared-carriers",
        "carriers that all tests share",
        "These carriers are made once, for all tests and all runs. `most` remembers the largest number "
        "that any visit before reached.",
        "Where would you make the carriers, so that each test begins at 0?",
    ),
    _entry(
        "search-open-afterwards",
        "a look when all is over",
        "`open` says how many questions are open now. After the visit all have been answered, so it is 0.",
        "Which count of `Carriers` remembers the visit?",
    ),
    _entry(
        "search-no-margin",
        "a limit without a margin",
        "No witness is in time to the last millionth of a second. So this limit stops every page, the right "
        "one too.",
        "The mutants block for 0.3 s. Which limit is far from that, and far from nothing?",
    ),
    _entry(
        "search-false-alarm",
        "a false alarm",
        "The page keeps its promises, and your test says that it does not. Such a test is soon ignored.",
        "Run the trial cell above. Which promise of the task should this number come from?",
    ),
)
