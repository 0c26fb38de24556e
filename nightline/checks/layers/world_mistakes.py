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
    Diagnosis(
        "object-without-mark",
        "an object without its mark",
        "Django asks `iscoroutinefunction` about the object of your class, and the answer is no. A "
        "mark on `get_response` says nothing about your object, and it had one already.",
        "What does `__init__` of `Railway` in the lesson do with `self`, and under which condition?",
        "17",
        "The same as a class",
        misconceptions=(86, 87),
    ),
    Diagnosis(
        "object-not-callable",
        "an object that Django cannot call",
        "Django makes one object of your class, and calls it for each request. Python looks for the "
        "method that makes a call possible, and finds none of that name.",
        "Compare the names of your methods with those that were given, letter by letter.",
        "17",
        "The same as a class",
    ),
    Diagnosis(
        "outer-is-async",
        "an outer function that is a coroutine function",
        "Django calls the outer function while it builds the site, and awaits nothing there. With "
        "`async` before its `def`, the call makes a plan in place of a middleware.",
        "Which of your functions runs for each request? Only that one may be `async def`.",
        "17",
        BOTH,
    ),
    Diagnosis(
        "called-too-early",
        "an inner function that was called, not returned",
        "The outer function runs while the site is built, and there is no request yet. Yours calls "
        "something there that Django must call later, once for each request.",
        "Look at the last line of `railway` in the lesson. What stands behind the name there?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "thread-added",
        "a thread for each request",
        "`asyncio.to_thread` and `run_in_executor` give a call to a thread, and the request waits "
        "for it. `hops` counts bridges only, so it does not see this one. It costs as much.",
        "Does this call wait for anything? What happens if you simply call it?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "visitors-in-turn",
        "visitors who wait for each other",
        "One visitor's request stands still until another one's is done. So one slow page makes "
        "everybody slow.",
        "What do all requests share in your code? Is there an `await` while one of them holds it?",
        "09",
    ),
    Diagnosis(
        "view-run-twice",
        "a view that runs twice",
        "Each call of `get_response` runs the rest of the list and the view. A form would be "
        "counted twice.",
        "How often does one request reach a call of `get_response`? Keep its response in a name.",
        "17",
        BOTH,
    ),
    Diagnosis(
        "layer-hides-error",
        "an error that did not get through",
        "What `get_response` raises is for the layers outside. They write it into the log, and "
        "make the error page.",
        "Which lines of yours run when `get_response` raises? Does one of them hide the error?",
        "05",
    ),
    Diagnosis(
        "loop-in-the-layer",
        "a plan that is run where it should be handed on",
        "Your method is a plain function, but Django calls it on the loop's thread, and that loop "
        "runs already. Nobody can run a second one there.",
        "Who awaits what your method returns? So what can you give back, instead of running it?",
        "17",
        "The same as a class",
    ),
    Diagnosis(
        "plan-not-returned",
        "a plan that was made and dropped",
        "`self.acall(request)` makes a plan. This line does nothing with it, so nobody can await it, "
        "and `__call__` goes on as on a synchronous site.",
        "What must the layer outside get from `__call__`? Which word hands it over?",
        "17",
        "The same as a class",
    ),
    Diagnosis(
        "layer-not-kept",
        "a next layer that was not kept",
        "`__init__` gets `get_response` once. Another method finds it later only if it was put on "
        "the object, under the same name.",
        "What does `__init__` leave on `self`? Print `vars` of your object.",
        "17",
        "The same as a class",
    ),
    Diagnosis(
        "method-without-object",
        "a method called without its object",
        "A method of a class is no name of its own. Python finds it only through the object.",
        "How does `Railway` in the lesson call its own method `acall`?",
        "17",
        "The same as a class",
    ),
)
for _message in ("'coroutine' object", "NoneType can't be used in 'await'", "'NoneType' object"):
    know_error(_message, "plan-not-returned", sets=SET, cell="  self.acall(", explains_unrun=True)
know_error(
    "cannot be called from a running event loop", "loop-in-the-layer", sets=SET, explains_unrun=True
)
know_error("You cannot use AsyncToSync in the same thread", "loop-in-the-layer", sets=SET)
know_error("object has no attribute 'get_response'", "layer-not-kept", sets=SET)
know_error("NameError: name 'acall'", "method-without-object", sets=SET)
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
