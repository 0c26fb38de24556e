"""What goes wrong on a seat map that many look at, one entry each."""

from __future__ import annotations

from nightline.checks.sockets import SET
from nightline.checks.sockets.mistakes import GROUP, LESSON, ONE, TASKS, THREADS, WRONG
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "query-in-a-consumer",
        "the database asked on the loop's thread",
        "`change` is a plain function that asks the database. Called in a method with `async def`, it would "
        "keep the loop's thread, so Django refuses.",
        "Which call takes a plain function into a thread? Hand over the function, not its result.",
        LESSON,
        WRONG,
        misconceptions=(105,),
    ),
    Diagnosis(
        "refusal-of-django-caught",
        "a refusal of Django taken for a visitor's mistake",
        "Django refused to ask the database on the loop's thread. Your `except` caught that error, and told the "
        "visitor that their message was bad.",
        "Which errors does your `except` catch? Take it away for a moment and read the error.",
        LESSON,
        WRONG,
        misconceptions=(105,),
    ),
    Diagnosis(
        "berth-in-a-strange-thread",
        "a connection that nobody closes",
        "`change` ran in a thread of a pool. Its connection to the database belongs to that thread, and nobody "
        "comes back to close it.",
        "Which call of Channels is made for functions that ask the database?",
        LESSON,
        THREADS,
    ),
    Diagnosis(
        "only-the-sender-sees",
        "news for the sender only",
        "Who took the berth sees it, and the others still see it free. `self.send` goes over one socket.",
        "What puts a message into the queue of everybody who looks at this train?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "sender-left-out",
        "news for the others only",
        "The others see the berth change. Who asked for it sees nothing, and will ask again.",
        "Is the sender's channel in the group, too?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "nobody-sees-it",
        "a change that nobody sees",
        "The message was understood, and no socket was told what became of it.",
        "After `change`, what do you send, and to whom? Is each consumer in the group to which you send?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "change-not-called",
        "a berth that was never changed",
        "The sockets were told that the berth has changed. `change` was not called for it.",
        "Which line calls `change`? What does it get?",
    ),
    Diagnosis(
        "train-as-text",
        "a number that became text",
        "The train's number stands in the scope as an int. You made text of it, and `change` got the text.",
        "Only the group's name must be text. Where do you make it?",
    ),
    Diagnosis(
        "heard-on-another-train",
        "news on another train",
        "Somebody who looks at another train was told. All sockets of your class are in the same group.",
        "What must the name of the group hold, so that each train has its own?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "other-words-for-a-berth",
        "a message with other words",
        "The sockets got a message, and it does not say what the docstring asks for.",
        "Compare the names and the values with the example in the docstring.",
    ),
    Diagnosis(
        "whole-message-sent",
        "the layer's message sent to the browser",
        "The message of the group came to the browser as it was, with its `type`. That is for Channels, and "
        "nobody else's business.",
        "Which two of its values does the docstring name?",
        LESSON,
        GROUP,
    ),
    Diagnosis(
        "news-is-no-json",
        "news that is no JSON",
        "The page reads JSON. What `str` makes of a dict looks alike, but has other quotes.",
        "Print both: `str({'berth': 3})` and `json.dumps({'berth': 3})`. Which quotes does JSON want?",
    ),
)
register(
    Diagnosis(
        "nonsense-ends-the-socket",
        "nonsense that ends the socket",
        "A visitor may send anything. The error left `receive`, and an error ends the consumer: the whole page "
        "went dark.",
        "Read the type of the error above. Which other types can your lines raise for a text that is no JSON, "
        "for JSON that is no dict, for a dict without these keys, and for bytes?",
        LESSON,
        WRONG,
    ),
    Diagnosis(
        "refused-ends-the-socket",
        "a refusal that ends the socket",
        "`Refused` is an answer for the visitor: the berth is taken. You let it leave `receive`, and it ended "
        "their socket.",
        "Where can you catch it? Its text says what the visitor should read.",
        LESSON,
        WRONG,
    ),
    Diagnosis(
        "nonsense-closes-the-socket",
        "a socket closed for one bad message",
        "The message was nonsense, and your consumer closed the socket. The visitor should be told, and go on.",
        "What can you send in place of closing?",
        LESSON,
        WRONG,
    ),
    Diagnosis(
        "nonsense-unanswered",
        "a bad message without an answer",
        "The message could not be done, and the visitor was told nothing. They wait for something that "
        "never comes.",
        "Which line runs in your `except`? What does the sender get?",
        LESSON,
        WRONG,
    ),
    Diagnosis(
        "error-told-to-everybody",
        "one visitor's mistake told to everybody",
        "Somebody sent a message that could not be done, and the others heard of it.",
        "Over which socket should the error go? Which call sends over that one only?",
        LESSON,
        WRONG,
    ),
    Diagnosis(
        "news-before-change",
        "told before it was done",
        "`change` refused, so nothing happened, and all sockets had been told already that it had.",
        "In which order do the call of `change` and the news stand?",
    ),
    Diagnosis(
        "socket-error-without-text",
        "an error that says nothing",
        'The sender must get `{"error": "…"}`, with a text in it.',
        "Print what you send for this message. Is it JSON of a dict, and what stands behind `error`?",
    ),
    Diagnosis(
        "our-error-hidden",
        "our own failure hidden",
        "Our own code failed, which is no mistake of the visitor. Your `except` caught that too, so nobody who "
        "could mend it hears of it.",
        "Which lines read the visitor's message, and which line does our own work? Which errors may be caught "
        "around the one, and which around the other?",
        LESSON,
        WRONG,
    ),
    Diagnosis(
        "our-error-in-a-loose-task",
        "our own failure left in a task",
        "The work runs in a task that nobody awaits. Its error stays in the task, so nobody who could mend it "
        "hears of it in time.",
        "Is this work long enough to need a task? What would happen if `receive` awaited it?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "berth-before-do",
        "two arguments exchanged",
        "`change` got the berth where it expects what to do, and refused.",
        "In which order does `change` take its three arguments? Look at its first line.",
    ),
    Diagnosis(
        "arguments-for-the-bridge",
        "arguments given to the bridge",
        "`database_sync_to_async` takes the function only, and gives a function that can be awaited. What you "
        "gave besides was read as its options.",
        "To which of the two calls do the arguments of `change` belong?",
        LESSON,
        "Five visitors at once",
    ),
    Diagnosis(
        "train-of-the-last-one",
        "one name for all sockets",
        "Your consumer keeps something on the class. All sockets share the class, so who comes last changes it "
        "for everybody.",
        "Which object belongs to one socket only?",
        LESSON,
        ONE,
    ),
)
know_error("SynchronousOnlyOperation", "query-in-a-consumer", sets=SET)
know_error("JSONDecodeError", "nonsense-ends-the-socket", sets=SET)
know_error("the JSON object must be str", "nonsense-ends-the-socket", sets=SET)
know_error("indices must be integers", "nonsense-ends-the-socket", sets=SET)
know_error("is not subscriptable", "nonsense-ends-the-socket", sets=SET)
know_error("KeyError: 'do'", "nonsense-ends-the-socket", sets=SET)
know_error("KeyError: 'berth'", "nonsense-ends-the-socket", sets=SET)
know_error("object has no attribute 'get'", "nonsense-ends-the-socket", sets=SET)
know_error("Refused: ", "refused-ends-the-socket", sets=SET)
