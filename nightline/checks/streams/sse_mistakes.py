"""The diagnoses of `departures_sse`."""

from __future__ import annotations

from nightline.checks.streams import SET
from nightline.checks.streams.texts import BREAKS, EVENTS, LEAVES, WRONG, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_events, _breaks, _leaves, _wrong = map(about, (EVENTS, BREAKS, LEAVES, WRONG))
register(
    _events(
        "event-not-ended",
        "an event without its end",
        "An empty line ends an event. Until it comes, a browser collects lines and shows nothing.",
        "How many line ends must stand behind the last line of an event?",
    ),
    _events(
        "event-torn",
        "an event torn in two",
        "An empty line stands inside the event. The browser took what was before it for a whole event, "
        "and that part has no data.",
        "Print what you yield with `repr`. Where are two line ends in a row?",
    ),
    _events(
        "line-without-data",
        "a second line without its data",
        "The text has several lines, and only the first one has `data:` before it. The browser does not "
        "know what the others are, and throws them away.",
        "Which method gives the lines of a text? What must stand before each of them?",
    ),
    _events(
        "line-without-field",
        "a line that is no field",
        "Each line of an event begins with the name of a field and a colon. A browser throws all other "
        "lines away.",
        "Compare one event of yours with the one in the lesson, line by line.",
    ),
    _events(
        "event-without-id",
        "an event without its number",
        "The display takes its bookmark from `id:`. Without it, it comes back and does not know what it has "
        "seen.",
        "Which line of an event carries the number of the report?",
    ),
    _events(
        "event-with-other-id",
        "a number that is not the report's",
        "The `id:` of an event is the number of its report. Those numbers have gaps, so a count of your own "
        "gives other numbers.",
        "Print `report.number` where you send it. What do you write behind `id:`, and where does it come from?",
    ),
    _events(
        "event-without-name",
        "an event of another kind",
        "A page listens for events by their name. This one has no name, or another one.",
        "Which line says of what kind an event is, and what does the docstring want there?",
    ),
    _events(
        "event-with-other-data",
        "another text in the event",
        "The event came, but its data is not the text of the report. A text of several lines must arrive "
        "as several lines.",
        "Print `report.text`. What do you make of it before it is sent?",
    ),
    _events(
        "report-again-and-again",
        "one report for ever",
        "You asked for a report with the same number again and again, and so you always got the same one.",
        "What must you remember when you have sent a report?",
    ),
    _events(
        "report-skipped",
        "a report that was never sent",
        "The display got a newer report and not this one. Numbers of reports have gaps, and two reports "
        "may come at the same moment.",
        "With which number do you ask for the next report? Where does it come from?",
    ),
    _events(
        "report-late",
        "a report that waited",
        "The report was there, and you did something else. A fixed pause between two looks is too long for "
        "some reports and too short for others.",
        "Which call of yours ends as soon as a report is there?",
    ),
    _breaks(
        "bookmark-ignored",
        "a bookmark that nobody read",
        "The display said what it had seen. It got everything from the start, and shows old news again.",
        "Print `request.headers` for a display that comes back. Where should your first question begin?",
    ),
    _breaks(
        "bookmark-sent-again",
        "the last report once more",
        "The bookmark is the report that the display has seen already. What comes after it is new.",
        "What does `next_report(8)` give, and what does the bookmark 8 mean?",
    ),
    _breaks(
        "bookmark-may-be-missing",
        "a bookmark that may be missing",
        "A display that is new here has no bookmark, so the header is not there.",
        "Which method of a dict gives a value of your choice when the key is missing?",
    ),
    _breaks(
        "header-is-text",
        "text used as a number",
        "Everything in a header is text, also when it looks like a number.",
        "Print the `type` of what `request.headers` gives you. Which call makes a number of it?",
    ),
    _breaks(
        "no-heartbeat",
        "a silence without a heartbeat",
        "Nothing was sent for so long that the network may close the line. And a dead line looks the same "
        "as a quiet one.",
        "Your stream waits for a report. Which tool of asyncio ends a wait after some seconds?",
    ),
    _breaks(
        "heartbeat-as-event",
        "a heartbeat that is an event",
        "This heartbeat has data, so a browser hands it to the page as if it were news.",
        "Which sign at the beginning of a line makes it a comment?",
    ),
    _breaks(
        "heartbeat-not-ended",
        "a heartbeat without its line end",
        "A comment reaches to the end of its line. Yours has no line end, so what was sent next became a part of "
        "the comment, and was thrown away with it.",
        "Print what you yield as a heartbeat, with `repr`. What must it end with?",
    ),
    _breaks(
        "heartbeat-is-a-number",
        "another number in place of `HEARTBEAT`",
        "`HEARTBEAT` had another value this time, and your comments came as before. Somebody who changes the "
        "setting would change nothing.",
        "Where does your code say how long a silence may be? Which name belongs there?",
    ),
    _breaks(
        "stream-ends-early",
        "a stream that ended too early",
        "A generator that comes to its end ends the response. An `except` outside the loop is reached when the "
        "loop is over already.",
        "After the first silence, which of your lines should run next? Is it in the loop?",
    ),
    _breaks(
        "heartbeat-by-the-clock",
        "a heartbeat at another moment",
        "The heartbeat is for silence: it comes `HEARTBEAT` seconds after the last thing that was sent, "
        "whatever that was.",
        "From which moment on do your seconds count? What should make them begin again?",
    ),
    _breaks(
        "silence-ends-the-stream",
        "a silence that ends the stream",
        "The timeout did its work and raised `TimeoutError`. Nobody caught it, so the stream broke off "
        "although all is well.",
        "What should your stream do when nothing came for so long? Catch the error, and go on.",
    ),
    _wrong(
        "clock-around-the-yield",
        "a clock around the yield",
        "At a `yield` your generator stands still until the reader has taken the chunk, which may take long "
        "on a slow line. Your timeout ran on meanwhile, and cut the stream off.",
        "Is there one wait that your timeout is meant for? Only that one belongs into it.",
        30,
    ),
    _leaves(
        "listens-for-nobody",
        "a wait that outlives its reader",
        "The reader has left, and something of yours still waits for the next report. A task that you start "
        "does not end with your generator.",
        "Which task waits there? In which block of the generator can you cancel it?",
        52,
    ),
    _breaks(
        "stream-hides-error",
        "an error that the display never sees",
        "The station's network was down, and the display saw nothing of it. A stream that breaks off tells a "
        "browser to come back. A quiet one does not.",
        "Which errors does your `except` catch? Which one do you expect there?",
    ),
)
know_error("KeyError: 'last-event-id'", "bookmark-may-be-missing", sets=SET)
know_error("KeyError: 'Last-Event-ID'", "bookmark-may-be-missing", sets=SET)
know_error("not 'NoneType'", "bookmark-may-be-missing", sets=SET)
know_error("instances of 'int' and 'NoneType'", "bookmark-may-be-missing", sets=SET)
know_error("instances of 'int' and 'str'", "header-is-text", sets=SET)
know_error("TimeoutError", "silence-ends-the-stream", sets=SET)
