"""What `evening_settings` can do wrong."""

from __future__ import annotations

from nightline.checks.running.texts import CONNECTIONS, about
from nightline.judging.diagnoses import register

_entry = about(CONNECTIONS)
register(
    _entry(
        "evening-kept-behind-asgi",
        "connections kept for nobody",
        "A kept connection waits for the next request in its own thread. Behind an ASGI server that thread has ended with "
        "its request, so nobody can use the connection again, and it stays open.",
        "Which `CONN_MAX_AGE` closes a connection at the end of its request?",
        85,
    ),
    _entry(
        "evening-opened-for-each-lookup",
        "a new connection for each lookup",
        "The office closes each connection at the end of the request. But its threads live on, and each could use its own "
        "connection again.",
        "What does `CONN_MAX_AGE` count, and which value would keep a connection from one lookup to the next?",
    ),
    _entry(
        "evening-kept-too-short",
        "a connection too old for the next lookup",
        "The office keeps its connections, but not for an hour. The age of a connection counts from its opening, and not "
        "from its last use. When the clerk asked again, it was older than `CONN_MAX_AGE`.",
        "How old is the clerk's connection at the last lookup of the hour, in seconds?",
    ),
    _entry(
        "evening-clerks-in-line",
        "clerks who wait for each other",
        "A WSGI server serves as many visits at once as it has threads. You gave it fewer threads than there are clerks.",
        "How many clerks may ask at the same moment?",
    ),
    _entry(
        "evening-threads-without-clerks",
        "threads without clerks",
        "Each thread of the office may open a connection and keep it. Threads that no clerk needs take connections from the "
        "shop.",
        "How many visits of the office can be open at once, at most?",
    ),
    _entry(
        "evening-places-times-processes",
        "a number that counts twice",
        "Each process has its own doorkeeper, and none knows about the other. So the places count once for each process.",
        "How many travellers can be inside if both processes are full? Compare that with what the office leaves.",
    ),
    _entry(
        "evening-office-forgotten",
        "more connections than the database allows",
        "The shop alone would fit. But the clerks keep their connections at the same time. Together that is more than "
        "the database allows, and somebody gets an error page.",
        "Take the connections of the office away first. What is left for the two processes of the shop?",
    ),
    _entry(
        "evening-connections-unused",
        "connections that nobody may use",
        "Travellers stood at the door while the database had connections to give.",
        "What do the clerks leave for the shop? How many of it may each of the two processes use?",
    ),
    _entry(
        "evening-no-limit-at-all",
        "no limit",
        "Without a number nobody is kept back. Then the rush decides how many connections there are.",
        "How many connections may this part of the site use? In how many processes?",
    ),
    _entry(
        "evening-settings-no-number",
        "a setting that is no such number",
        "This setting takes a number. Django or the server would refuse to start, or understand something else.",
        "Compare this value with the docstring: which kind of object does it name?",
    ),
    _entry(
        "evening-nobody-let-in",
        "room for nobody",
        "With this number nobody would ever be served.",
        "How many shall be inside at the same time?",
    ),
    _entry(
        "evening-number-not-whole",
        "a number that is not whole",
        "Places and threads are counted, so a server takes a whole number. Division with `/` gives a float, also where "
        "nothing is left over.",
        "Which sign divides whole numbers?",
    ),
    _entry(
        "evening-async-def",
        "an async def that nobody awaits",
        "The programs call this function and do not await it. An `async def` then gives a coroutine, and no settings.",
        "Nothing waits in this function. Which word before `def` does it not need?",
    ),
    _entry(
        "evening-settings-of-another-form",
        "settings of another form",
        "The settings need the form that the docstring names. With another one, the programs would not find theirs.",
        "Compare your dict with the one that was given, name by name.",
    ),
)
