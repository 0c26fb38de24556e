"""The diagnoses of `Loudspeaker`."""

from __future__ import annotations

from nightline.checks.streams import SET
from nightline.checks.streams.texts import BRANCH, LEAVES, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_branch, _leaves = map(about, (BRANCH, LEAVES))
register(
    _branch(
        "microphone-for-each",
        "more than one open microphone",
        "Each stream opened a microphone of its own. There is one, and all streams must share what it hears.",
        "Who reads `listen()`? There should be one such reader, which hands on to all streams.",
    ),
    _branch(
        "microphone-too-early",
        "a microphone that was opened for nobody",
        "The microphone was open before the first reader was there.",
        "Which method runs when a reader comes? Begin to listen there.",
    ),
    _branch(
        "microphone-never-opened",
        "a microphone that was never opened",
        "What should listen never did. Perhaps nothing started it, or it failed at its first line: nobody sees the "
        "error of a task that is cancelled later.",
        "Await the code that listens by itself in a cell, for a moment. What does it do, or raise?",
    ),
    _leaves(
        "microphone-left-open",
        "a microphone that nobody closed",
        "The last reader had left, and something of yours still listened. A task does not end with the generator "
        "that started it.",
        "Which method notices that a reader leaves? What must it do if nobody else is there?",
        52,
        96,
    ),
    _branch(
        "microphone-not-opened-again",
        "a microphone that stays closed",
        "All readers had gone, and then a new one came. Nobody listened for this one.",
        "What does your object remember of the first time? When must it forget that?",
    ),
    _branch(
        "microphone-ends-too-early",
        "a microphone that went with one reader",
        "One reader left, and the others heard nothing more. Whoever listens must not belong to a single reader.",
        "Who else is there when a reader leaves? When may you stop to listen?",
    ),
    _branch(
        "slow-reader-holds-others",
        "everybody waits for the slowest",
        "One reader was busy, and the others got their texts late. Whoever hands out the texts waited for that one.",
        "Which of your calls waits until a queue has room? Which one does not wait?",
    ),
    _branch(
        "slow-reader-ends-all",
        "one full queue ends all streams",
        "One reader was too slow, and then nobody heard anything more. The error of a full queue ended the task that "
        "hands out the texts.",
        "Which exception does a full queue raise? What should happen to this one reader then?",
    ),
    _branch(
        "changed-in-its-loop",
        "a collection that changed in its own loop",
        "The loop went through your readers, and one of them was taken out meanwhile. Python refuses to go on then. "
        "The task that hands out the texts ended with this error, and nobody saw it.",
        "What could the loop go through, so that the readers themselves may change?",
    ),
    _branch(
        "handing-out-ended",
        "nobody hands out any more",
        "One reader was too slow, and what hands out the texts came to its end. It belongs to all readers.",
        "Which of your lines runs for the reader that is dropped? Does the next text reach the others after that?",
    ),
    _branch(
        "most-is-a-number",
        "a number in place of `MOST`",
        "`MOST` had another value this time, and your code dropped readers as before. Who changes it would change "
        "nothing.",
        "Where does your code say how many texts may wait? Which name belongs there?",
    ),
    _branch(
        "memory-for-slow-reader",
        "a queue without an end",
        "A slow reader let ever more texts wait. A thousand of them fill the memory.",
        "How many texts wait for this reader? Look at that number before you add one.",
    ),
    _branch(
        "texts-lost",
        "texts that a reader never got",
        "A slow reader got newer texts, but not those before them. It cannot know that something is missing. When it "
        "is dropped, it comes back.",
        "What should a reader get after the first text that it could not take? And what should its stream do?",
    ),
    _branch(
        "slow-reader-kept",
        "a dropped reader that still waits",
        "This reader gets no more texts, but its stream never ends. It sits before a display that does not change.",
        "What can you put into its queue that means: the end?",
    ),
    _branch(
        "dropped-too-early",
        "a reader that was dropped too early",
        "No more than `MOST` texts waited for this reader, and it lost its stream.",
        "How many texts may wait? Count those in the queue at the moment when one more comes.",
    ),
    _branch(
        "texts-from-before",
        "texts from before",
        "The reader got texts that were heard before it came. A loudspeaker repeats nothing.",
        "Where do your texts wait? Each reader needs a place of its own, which is empty at its start.",
    ),
    _branch(
        "reader-hears-nothing",
        "a reader that hears too little",
        "A text was heard while this reader was there, and it did not get it.",
        "Follow one text from the microphone. Which readers does it reach, and which does it not?",
    ),
    _branch(
        "text-late",
        "a text at another moment",
        "The reader was free, and the text came later than it was heard.",
        "What do you wait for, between the microphone and the `yield`?",
    ),
    _branch(
        "speakers-share",
        "two loudspeakers that share their readers",
        "Two objects of your class exist, and a reader of one got a text of the other. What stands in the class "
        "itself belongs to all its objects.",
        "Which of your names must each object have for itself? Where do you make it?",
    ),
    _branch(
        "started-without-a-loop",
        "a task that was started too early",
        "An object is made before any loop runs. A task can be started in a coroutine only.",
        "Which of your methods runs on the loop, when a reader comes?",
    ),
)
know_error("RuntimeError: no running event loop", "started-without-a-loop", sets=SET)
know_error("QueueFull", "slow-reader-ends-all", sets=SET)
