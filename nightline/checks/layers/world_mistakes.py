"""What goes wrong between the two worlds: mistakes that every middleware of set 17 can show."""

from __future__ import annotations

from nightline.checks.layers import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

BOTH = "A middleware for both worlds"
register(
    Diagnosis(
        "django-not-told",
        "a middleware that Django takes for a synchronous one",
        "Your code may be fit for both worlds, but Django cannot know. It reads two attributes, "
        "`sync_capable` and `async_capable`, and without them it expects synchronous code only.",
        "Which line above `railway` in the lesson sets both attributes? What stands in the class?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "one-world-only",
        "a middleware for asynchronous sites only",
        "Django looks at `sync_capable` and `async_capable`. Yours says that it cannot work on a "
        "synchronous site.",
        "The other office has a WSGI server. Which decorator of the lesson names both worlds?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "object-not-marked",
        "an object that Django takes for a plain function",
        "Your `__call__` is `async def`. But Django asks about the object, and an object is no "
        "function. The next layer outside takes the plan for a response.",
        "Print `iscoroutinefunction` of the object. Which call puts the mark on it?",
        "17",
        "When it goes wrong",
        misconceptions=(86,),
    ),
    Diagnosis(
        "plain-in-async-world",
        "a plain function around an asynchronous one",
        "You got a `get_response` that must be awaited, and you gave back a plain function. To "
        "say that it is capable does not make it asynchronous.",
        "Where do you ask which kind of `get_response` you have? What do you return for each?",
        "17",
        BOTH,
        misconceptions=(65, 87),
    ),
    Diagnosis(
        "async-in-sync-world",
        "a coroutine on a synchronous site",
        "On a synchronous site `get_response` is a plain function, and nobody awaits there. Your "
        "middleware makes a plan all the same.",
        "Which question about `get_response` tells you the world you are in?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "other-way-round",
        "the two worlds exchanged",
        "Around a coroutine function you put a plain one, and around a plain function a coroutine "
        "function. Both are here, each at the other's place.",
        "Read your condition aloud. For which `get_response` is it true?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "response-not-awaited",
        "a plan taken for the response",
        "On an asynchronous site, a call of `get_response` makes a coroutine. The response exists "
        "only after the wait.",
        "Which word is missing before `get_response(request)` in your asynchronous function?",
        "17",
        BOTH,
        misconceptions=(65,),
    ),
    Diagnosis(
        "response-awaited-in-sync",
        "a response that was awaited",
        "`get_response` gave a response, and you awaited it. On a synchronous site the call itself "
        "gives the response.",
        "In which of the two worlds does this line run? What is `get_response` there?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "no-layer",
        "nothing for Django to call",
        "Django calls the outer function once, with `get_response`, and keeps what it returns. For "
        "each request it calls that. Here it is nothing that can be called.",
        "What does `old_style` in the lesson return, and when does that run?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "hops-added",
        "a middleware that hops",
        "With your middleware in the list, a request leaves the loop's thread more often. Django "
        "does that for code which it takes for synchronous. `sync_to_async` does it too, and so "
        "does Django's own base class for `process_request` and `process_response`.",
        "Count with `hops`, and read the names in the picture. Which of them is yours?",
        "17",
        "The price of hello",
    ),
    Diagnosis(
        "layer-swallows",
        "a response that did not arrive",
        "A middleware stands between the view and the visitor. What it returns is what the visitor "
        "gets, and here that is not the response of `get_response`.",
        "Does every way through your inner function end in `return` and the response?",
        "17",
        BOTH,
    ),
)
know_error(
    "'coroutine' object does not support item",
    "response-not-awaited",
    sets=SET,
    explains_unrun=True,
)
know_error(
    "'coroutine' object has no attribute", "response-not-awaited", sets=SET, explains_unrun=True
)
know_error("Response can't be used in 'await'", "response-awaited-in-sync", sets=SET)
know_error("has no attribute '_resource_closers'", "layer-swallows", sets=SET)
