"""What goes wrong in Django's views: the mistakes that visits can name, and the errors they raise."""

from __future__ import annotations

from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import PART_TWO, know_error

register(
    Diagnosis(
        "view-returned-coroutine",
        "a view that returned a coroutine",
        "Django called your view and awaited it if it is `async def`. What came out is another "
        "coroutine, and nobody awaits that one.",
        "Which call in your `return` line still needs an `await`?",
        "14",
        "When it goes wrong",
    ),
    Diagnosis(
        "view-returned-nothing",
        "a view without a response",
        "A view must return a response. Yours ended without one, so Django answered with status 500.",
        "Does every way through your view, or through this method, end in `return` and a response?",
        "14",
        "A view is a coroutine",
    ),
    Diagnosis(
        "view-returned-data",
        "data where a response is needed",
        "Django can send only a response object. Yours returned plain data, and Django found "
        "nothing it could work with.",
        "Which class makes a response from a dict?",
        "14",
        "A view is a coroutine",
    ),
    Diagnosis(
        "json-needs-dict",
        "JSON that is no object",
        "`JsonResponse` takes a dict, unless you tell it otherwise. Here it got something else.",
        "Under which name does the task want this list in the answer?",
        "14",
        "A view is a coroutine",
    ),
    Diagnosis(
        "waiting-as-value",
        "a wait inside the answer",
        "JSON holds text, numbers, lists and dicts. You gave it an object that still waits for "
        "its result.",
        "Which line makes this object? Wait there, then use the result.",
        "02",
        "Call is not run",
    ),
    Diagnosis(
        "mixed-methods",
        "a class with both kinds of methods",
        "Django decides once for the whole class whether its methods are asynchronous. So all of "
        "them must be `def`, or all of them `async def`.",
        "Look at each method that answers a request. Which one differs from the others?",
        "14",
        "The same as a class",
    ),
    Diagnosis(
        "synchronous-only",
        "the database asked from a coroutine",
        "Django's usual database calls wait without giving the thread back. In a coroutine "
        "Django refuses them.",
        "Does this call have a twin whose name begins with `a`?",
        "16",
    ),
    Diagnosis(
        "view-in-a-thread",
        "a plain def where the task asks for async def",
        "Django runs a plain `def` view in a thread of its own. No event loop runs there. To await "
        "anything, such a view must start a loop for each visitor.",
        "Which word before `def` lets Django await your view?",
        "14",
        "Four visitors at once",
    ),
    Diagnosis(
        "bridge-in-a-coroutine",
        "async_to_sync inside a coroutine",
        "`async_to_sync` is for plain functions. It waits in a loop of its own, and this thread "
        "runs one already.",
        "You stand inside a coroutine. How do you wait for another one here?",
        "14",
        "A view is a coroutine",
    ),
    Diagnosis(
        "address-is-text",
        "text used as a number",
        "Everything in an address is text, also when it looks like a number.",
        "Print the `type` of what `request.GET` gives you. Which call makes a number of it?",
    ),
    Diagnosis(
        "not-in-the-address",
        "a name that the address may lack",
        "`request.GET[…]` raises an error when the address does not have this name.",
        "Which method of a dict gives a value of your choice when the key is missing?",
    ),
    Diagnosis(
        "nothing-in-the-address",
        "None where a number is needed",
        "`request.GET.get(…)` gives `None` when the address does not have this name. `None` is no "
        "number.",
        "What should count when the visitor says nothing? `get` takes it as a second argument.",
    ),
    Diagnosis(
        "form-not-address",
        "a form read in place of the address",
        "`request.POST` holds what a form sends. What stands behind the `?` of the address is read "
        "with `request.GET`, whatever the method of the request.",
        "Print `request.GET` and `request.POST`. In which of them is the value?",
    ),
    Diagnosis(
        "loops-in-threads",
        "a loop of its own in a thread",
        "Your questions went out from another thread, with an event loop of its own. Each visitor "
        "then costs a thread, although the server's own loop can do all the waiting.",
        "Your view is a coroutine, and a loop runs it. What can it do with a question there?",
        "14",
        "A view is a coroutine",
    ),
    Diagnosis(
        "blocked-by-a-thread",
        "a wait for a thread, without await",
        "The sleep is in another thread, but your view stands still until that thread is done. So "
        "the loop stands still as well.",
        "Which asyncio function runs a plain function in a thread, and can be awaited?",
        "14",
        "One view stops every visitor",
    ),
    Diagnosis(
        "error-status",
        "an error page of your own",
        "No error reached Django. Your view itself answered with this status, perhaps in an "
        "`except` that hides the real error.",
        "Which error is hidden there? Take the `except` away and read it.",
    ),
    Diagnosis(
        "other-status",
        "another status than 200",
        "No error happened. The response that your view made says this status itself. Status 200 "
        "means that the answer is there, and every response has it unless you say another one.",
        "In which line do you make this response? What does it say about its status?",
    ),
    Diagnosis(
        "not-json",
        "a response that is no JSON",
        "`HttpResponse` sends text and says that it is a page. Given a dict, it sends the names "
        "only. Who reads JSON looks at `Content-Type` first.",
        "Which class makes JSON of a dict, and says so in its `Content-Type`?",
        "14",
        "A view is a coroutine",
    ),
    Diagnosis(
        "carrier-is-a-name",
        "an attribute of a name",
        "In the lesson, `CARRIERS` holds objects that have a `name`. In this notebook it holds the "
        "names themselves, as text.",
        "What does `print(CARRIERS[0])` show here? What does `quote` take?",
    ),
    Diagnosis(
        "run-until-complete",
        "a running loop told to run",
        "`run_until_complete` drives a loop from outside, in code that is no coroutine. The loop "
        "of your view runs already, and your view is a part of what it runs.",
        "You stand inside a coroutine. How do you wait for another one here?",
        "14",
        "A view is a coroutine",
    ),
    Diagnosis(
        "method-missing",
        "a method that Django did not find",
        "A class-based view answers each kind of request with the method of that name, in small "
        "letters. Django found none, and answered with status 405.",
        "Compare the names of your methods with the kind of request.",
        "14",
        "The same as a class",
    ),
    Diagnosis(
        "method-without-self",
        "a method without self",
        "A method gets its object as the first argument, and the request as the second. Yours "
        "takes only one.",
        "Compare your `def` line with the one that was given. What stands before `request`?",
        "14",
        "The same as a class",
    ),
    Diagnosis(
        "no-view-base",
        "a class that is no view",
        "`as_view()` comes from Django's class `View`. Yours does not inherit from it.",
        "What stands in the brackets behind the class's name in lesson 14?",
        "14",
        "The same as a class",
    ),
    Diagnosis(
        "error-as-value",
        "an error inside the answer",
        "JSON holds text, numbers, lists and dicts. Here an error object stands among your values.",
        "Which values does `return_exceptions=True` mix? Sort them before you answer.",
    ),
)

know_error(
    "It returned an unawaited coroutine",
    "view-returned-coroutine",
    sets=PART_TWO,
    explains_unrun=True,
)
know_error("It returned None instead", "view-returned-nothing", sets=PART_TWO)
know_error("AttributeError: 'dict' object has no attribute", "view-returned-data", sets=PART_TWO)
know_error("AttributeError: 'list' object has no attribute", "view-returned-data", sets=PART_TWO)
know_error("In order to allow non-dict objects", "json-needs-dict", sets=PART_TWO)
know_error("type coroutine is not JSON serializable", "waiting-as-value", sets=PART_TWO)
know_error("type _GatheringFuture is not JSON serializable", "waiting-as-value", sets=PART_TWO)
know_error("type Task is not JSON serializable", "waiting-as-value", sets=PART_TWO)
know_error("HTTP handlers must either be all sync or all async", "mixed-methods", sets=PART_TWO)
know_error("SynchronousOnlyOperation", "synchronous-only", sets=PART_TWO)
know_error("You cannot use AsyncToSync in the same thread", "bridge-in-a-coroutine", sets=PART_TWO)
know_error("MultiValueDictKeyError", "form-not-address", sets=PART_TWO, line="POST")
know_error("MultiValueDictKeyError", "not-in-the-address", sets=PART_TWO)
know_error("not 'NoneType'", "nothing-in-the-address", sets=PART_TWO, line="GET")
know_error("not supported between instances of 'int' and 'str'", "address-is-text", sets=PART_TWO)
know_error("not supported between instances of 'str' and 'int'", "address-is-text", sets=PART_TWO)
know_error("for +: 'float' and 'str'", "address-is-text", sets=PART_TWO)
know_error("Error is not JSON serializable", "error-as-value", sets=PART_TWO)
know_error("'str' object has no attribute 'name'", "carrier-is-a-name", sets=PART_TWO)
know_error("'str' object has no attribute 'delay'", "carrier-is-a-name", sets=PART_TWO)
know_error("loop is already running", "run-until-complete", sets=PART_TWO, explains_unrun=True)
know_error("has no attribute 'as_view'", "no-view-base", sets=PART_TWO)
know_error(
    "get() takes 1 positional argument but 2 were given", "method-without-self", sets=PART_TWO
)
know_error(
    "head() takes 1 positional argument but 2 were given", "method-without-self", sets=PART_TWO
)
