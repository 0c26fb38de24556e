"""The mistakes that the task `serve_board` can name."""

from __future__ import annotations

from nightline.checks.rivers import SET
from nightline.checks.rivers.texts import LEAVES, SERVER, SLOW, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_server, _slow, _leaves = map(about, (SERVER, SLOW, LEAVES))
register(
    _server(
        "text-not-bytes",
        "text where a connection carries bytes",
        "A connection carries bytes. A text becomes bytes only when somebody encodes it.",
        "Which method of a string gives bytes? Look at the server in the lesson.",
    ),
    _server(
        "bytes-not-text",
        "bytes where a text is needed",
        "What comes over a connection is bytes. The name of a carrier is a text.",
        "Which method of bytes gives text?",
    ),
    _server(
        "line-feed-kept",
        "a line with its line feed",
        "`readline` gives the whole line, and its last character is the line feed. So the name of "
        "the carrier has one character too many.",
        "Print `repr` of what you read. Which method of a string removes what stands around it?",
    ),
    _server(
        "part-of-a-line",
        "a part of a line taken for the line",
        "A connection has no messages, only bytes that come in pieces. `read(n)` gives what is "
        "there, and that may be half a name.",
        "Which method of the reader waits for the end of a line?",
    ),
    _server(
        "waits-for-the-end",
        "a wait for the end of the connection",
        "The client sends one line and keeps the connection open, to hear your answer. `read()` "
        "without a number waits until the client hangs up.",
        "How much must you have read before you can answer? Which method waits for just that?",
    ),
    _server(
        "asks-again",
        "a wait for a second question",
        "A client asks once and then listens. You sent everything and then waited for another line, "
        "so the client waits for you, and you wait for the client.",
        "What should happen when the feed is over? Which of your lines comes round again?",
    ),
    _server(
        "asked-for-nobody",
        "a client that asked for nothing",
        "At the end of the river `readline` gives `b''`. This client hung up without a question.",
        "What does an empty line mean here? Ask before you open the board.",
    ),
    _server(
        "lines-run-together",
        "departures without an end of line",
        "The client reads line by line. Without a line feed it cannot know where a departure ends.",
        "What must stand at the end of each text before it is encoded?",
    ),
    _server(
        "other-lines",
        "other lines than were asked for",
        "Your function writes to the client, and what it wrote is not the board. Each departure is "
        "one line: its text and a line feed.",
        "Compare both texts, character by character. What is there too much, and where is it added?",
    ),
    _server(
        "lines-missing",
        "a board that stops too early",
        "The feed had more departures, and the client did not get them.",
        "What ends your loop? Only the end of the feed may, or a client that is gone.",
    ),
    _slow(
        "board-read-ahead",
        "a board that is read ahead",
        "While the client was slow, departures piled up between your reader and your writer. That "
        "is your memory too.",
        "What slows down the reading of the board when the client is slow? See `maxsize` in lesson 08.",
        42,
    ),
    _server(
        "write-gives-nothing",
        "an await where nothing waits",
        "`write` and `close` of a writer do not wait. They give `None`, and `None` cannot be awaited.",
        "Which call of the writer does wait? For the others, which word can go?",
    ),
    _server(
        "lines-held-back",
        "departures that were collected",
        "A departure was there, and its line was written later. The traveller wants to see it when "
        "it is announced.",
        "Where does `write` stand: in the loop over the departures, or after it?",
        3,
    ),
    _slow(
        "written-without-drain",
        "lines written without drain",
        "`write` never waits. While the client was slow, your lines piled up in memory.",
        "Which call waits until the client has taken what you wrote? How often must it run?",
        42,
    ),
    _leaves(
        "serves-nobody",
        "a client that is gone, and a feed that goes on",
        "The client had hung up, and you went on. A feed that never ends does not end for that "
        "reason alone: you must leave its loop.",
        "Which call tells you that the client is gone? Where is its error caught, inside the loop or "
        "outside?",
    ),
    _leaves(
        "client-gone-is-no-error",
        "an error because a client hung up",
        "Clients come and go. That one of them leaves is no error of your server, but your function "
        "raised one.",
        "Which `except` lets this one pass in silence, and no other error?",
    ),
    _server(
        "board-left-open",
        "a feed that outlives its client",
        "You returned, and the feed of this client was still open. Nobody will read it any more.",
        "What around the loop closes the feed on each way out: end, error and cancellation?",
        52,
    ),
    _server(
        "writer-left-open",
        "a connection that nobody closed",
        "You returned, and the connection was still open. The client waits for lines that will "
        "never come.",
        "Which block runs on each way out? What must stand in it?",
        30,
    ),
)
know_error("expecting a bytes-like instance", "text-not-bytes", sets=SET)
know_error("can't concat str to bytes", "text-not-bytes", sets=SET)
know_error("the name of a carrier is a text, not bytes", "bytes-not-text", sets=SET)
know_error("it ends with a line feed", "line-feed-kept", sets=SET)
know_error("it is only a part", "part-of-a-line", sets=SET)
know_error("LookupError: no carrier is called ''", "asked-for-nobody", sets=SET)
for word in ("writer.write(", "writer.close("):
    know_error("NoneType", "write-gives-nothing", sets=SET, line=f"await {word}")
know_error("BrokenPipeError", "client-gone-is-no-error", sets=SET, cell="serve_board")
know_error("ConnectionResetError", "client-gone-is-no-error", sets=SET, cell="serve_board")
