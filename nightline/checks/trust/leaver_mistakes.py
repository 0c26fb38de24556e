"""The mistakes that the task `LeaverTests` can name."""

from __future__ import annotations

from nightline.checks.trust.texts import LEAVES, about
from nightline.judging.diagnoses import register

_entry = about(LEAVES)
register(
    _entry(
        "leaver-no-test",
        "a class without a test",
        "`unittest` found no method whose name begins with `test`, so nothing was tried.",
        "Begin with the visitor who stays: `async def test_stays(self):`. What does this visitor get?",
    ),
    _entry(
        "leaver-nobody-leaves",
        "a visitor who never leaves",
        "In your tests each visitor stays for 60 s. The page is ready long before.",
        "Which argument of `visit` says when the visitor goes? At which second is the page at work?",
    ),
    _entry(
        "leaver-stay-untested",
        "a visitor who stays, and nobody looks",
        "This mutant tells every visitor that it cannot sell. A page that does nothing right leaves "
        "nothing on hold either.",
        "What should a visitor get who does not leave? `visit` returns the status.",
    ),
    _entry(
        "leaver-good-visit",
        "a hold after a good visit",
        "This mutant ends the hold only when the visitor leaves. After a good visit the berth stays on "
        "hold.",
        "What should `office.on_hold` be after the visitor who stays?",
    ),
    _entry(
        "leaver-hold-untested",
        "a hold that nobody looks at",
        "This mutant ends the hold only after a good visit. When the visitor leaves, the berth stays on "
        "hold for ever.",
        "What should `office.on_hold` be when the visit of the leaver has ended?",
        30,
    ),
    _entry(
        "leaver-looked-too-late",
        "a look long after the end",
        "This mutant ends the hold 10 s after the visitor has left. Whoever looks later sees nothing on "
        "hold, and whoever never looks sees nothing at all.",
        "Look as soon as the visit has ended. What may your test not await before that?",
    ),
    _entry(
        "leaver-asks-on",
        "work that goes on behind the page",
        "This mutant asks its carriers in a task of its own. The visitor leaves, the page is stopped, and "
        "the task asks on.",
        "How many carriers were asked when the visitor left? How many a second later?",
        107,
    ),
    _entry(
        "leaver-swallows",
        "a stop that the page swallows",
        "This mutant catches the stop signal and asks the next carrier. Nobody is there any more to read "
        "the answer.",
        "How many carriers were asked when the visitor left? How many at the end of the visit?",
        96,
    ),
    _entry(
        "leaver-asked-too-early",
        "a count at the wrong moment",
        "Your test looks at `asked`, and this mutant still lives. It asks on after your look, or your "
        "number is true of it too.",
        "When could the third carrier be asked at the latest? Look after that moment, for the exact number.",
    ),
    _entry(
        "leaver-nothing-left-to-ask",
        "a visitor who leaves when all carriers have been asked",
        "The third carrier is asked at 0.4 s, and your visitor leaves later. After that this mutant asks "
        "nobody, because nobody is left.",
        "At which second must the visitor leave, so that a carrier is still to be asked?",
    ),
    _entry(
        "leaver-middle-unseen",
        "a hold that was never there",
        "This mutant ends the hold at once, so somebody else can take the berth. Afterwards everything looks "
        "right.",
        "At which moment can you see it? Start the visit as a task, and look in the middle.",
    ),
    _entry(
        "leaver-not-awaited",
        "a visit that nobody awaited",
        "`visit` is a coroutine function, so a call makes a plan. Nobody visited the page.",
        "What must stand before `visit(…)`, or around it?",
        5,
    ),
    _entry(
        "leaver-page-not-made",
        "a function used as a page",
        "`page_of(office)` makes the page, and `visit` takes the page. One of the calls is missing here, or "
        "lacks its argument.",
        "Compare with `test_stays` as it was given: what does each of its calls get?",
    ),
    _entry(
        "leaver-left-too-early",
        "a visitor who left before the page was ready",
        "Your test expects a page, and nothing came: the visitor had gone. The page needs 0.6 s.",
        "How long does this visitor stay?",
    ),
    _entry(
        "leaver-left-too-late",
        "a visitor who left after the page was ready",
        "Your test expects that nothing came, and the page was there already: it needs 0.6 s.",
        "At which second does this visitor leave?",
    ),
    _entry(
        "leaver-cancelled-the-test",
        "a stop signal that ended the test",
        "Whoever awaits a cancelled task gets its `CancelledError`, and here that was your test. A visitor who "
        "leaves cancels only the view.",
        "Use `leaves=`, and await the visit to its end. Who has to be cancelled by you then?",
    ),
    _entry(
        "leaver-looked-elsewhere",
        "a look at another moment",
        "The berth is on hold from the beginning of the visit to its end. Your test looked at another moment, or "
        "at another office.",
        "When did the visit begin, when did it end, and when did your test look?",
    ),
    _entry(
        "leaver-status-of-nothing",
        "a status for nobody",
        "Whoever leaves gets nothing, so there is no status, not even one of an error. Then `visit` returns "
        "None.",
        "Print what `visit` returns for a visitor who leaves. What should your test compare?",
    ),
    _entry(
        "leaver-asked-count",
        "another number of carriers",
        "The carriers are asked one after another, 0.2 s each. When the visitor leaves, the page asks no "
        "further one.",
        "At which second does your visitor leave? How many have been asked by then?",
    ),
    _entry(
        "leaver-false-alarm",
        "a false alarm",
        "The page keeps its promises, and your test says that it does not. Such a test is soon ignored.",
        "Run the trial cell above. At which second does your test look, and what is true then?",
    ),
)
