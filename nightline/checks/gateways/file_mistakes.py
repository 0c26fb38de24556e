"""The mistakes that a gateway file can make."""

from __future__ import annotations

from nightline.checks.gateways import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

WRONG, BEHIND = "When it goes wrong", "One Django behind both gateways"
register(
    Diagnosis(
        "module-of-nobody",
        "a module that nobody has",
        "The first thing a server does with this file is to import it. The import ends at a module "
        "that is not installed, and no visitor ever comes so far.",
        "What does the server need from this file? Which of your imports serve that?",
        "13",
        WRONG,
        misconceptions=(63,),
    ),
    Diagnosis(
        "server-in-the-file",
        "a server started inside the gateway file",
        "The server imports this file, and never the other way round. A server that starts in it is "
        "a second one: it keeps the import from ending, or it stands beside the one that you wanted.",
        "Who starts the server on Nightline's machines? What is left for the file to do?",
        "13",
        WRONG,
        misconceptions=(63,),
    ),
    Diagnosis(
        "application-of-wsgi",
        "the application of the other gateway",
        "This is Django's WSGI application. An ASGI server calls it with three arguments and "
        "awaits, and it knows neither.",
        "In which word do the two gateway files of lesson 13 differ?",
        "13",
        WRONG,
    ),
    Diagnosis(
        "wsgi-in-disguise",
        "WSGI behind an ASGI door",
        "An adapter stands in front of Django's WSGI application. The server is content, but Django "
        "still runs behind WSGI: each page is one call that returns its answer.",
        "Django can make an ASGI application itself. From which module?",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "no-application",
        "no application in the file",
        "A server is told two names, the file and the object in it. The operator's command names "
        "`application`.",
        "Which object of your file shall the server call? Compare its name, letter by letter.",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "factory-not-called",
        "the function in place of what it makes",
        "`get_asgi_application` makes the application when it is called. The server got the "
        "function itself, and ASGI says: call it with three arguments. It takes none.",
        "Print the type of your `application`. What is missing behind the name?",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "settings-not-named",
        "a Django without settings",
        "Django reads in an environment variable which settings are meant. Nobody has set it when "
        "the server imports this file.",
        "Which line of lesson 13's gateway file names the settings? Where must it stand?",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "settings-of-another-name",
        "settings that are not there",
        "Django imports the settings by the name that the file gives, with dots as in an `import`. "
        "There is no module of this name.",
        "Which module does the request of the operator name?",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "settings-of-nightline",
        "a setting that does not exist",
        "No setting makes a site asynchronous. Which gateway is in use is decided by the server "
        "that is started.",
        "Which of your lines is about a setting? What happens without it?",
        "13",
        WRONG,
        misconceptions=(63,),
    ),
    Diagnosis(
        "file-not-python",
        "a file that Python cannot read",
        "The server imports the file, so it must be Python from its first line to its last.",
        "Print your text, and read Python's own words about that line. How does the line differ from "
        "the same one in lesson 13?",
    ),
    Diagnosis(
        "file-not-text",
        "no text of a file",
        "The task wants what stands in the file, as text. The check writes it into a real file.",
        "Put the lines of the file between three quotes, and return that.",
    ),
    Diagnosis(
        "import-failed",
        "a file that cannot be imported",
        "The server imports the file once, from top to bottom. An error on the way ends the server, "
        "before any visitor comes.",
        "Compare this line with lesson 13's gateway file. Does the same line stand there, and what "
        "stands above it?",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "page-broken",
        "a server without a page",
        "The file could be imported, and the server had an `application`. But it did not give the "
        "page of the site.",
        "What does `get_asgi_application` give you? What did you do with it?",
        "13",
        BEHIND,
    ),
)
register(
    Diagnosis(
        "name-not-imported",
        "a name that the file does not make",
        "The file is a module of its own. It knows only the names that it imports or makes, above "
        "the line that uses them.",
        "Which `import` gives this name? Compare the first lines with lesson 13's gateway file.",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "settings-as-argument",
        "settings given to the function",
        "`get_asgi_application` takes no argument. It reads from the environment which settings are "
        "meant.",
        "Which line of lesson 13's gateway file names the settings? Where does it put them?",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "placeholder-left",
        "a place that is still to be filled",
        "In lesson 13, the word in braces stands for one of two, and `format` puts it in. In a file it is "
        "no Python.",
        "Which of the two words does an ASGI server need?",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "await-in-the-file",
        "await where nothing can wait",
        "A file is imported line by line, outside any coroutine. And `get_asgi_application` is a plain "
        "function: it gives the application at once.",
        "Which word in this line is one too many?",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "import-without-end",
        "an import that does not end",
        "The server imports the file first, and goes on when that has ended. Yours still ran after "
        "ten seconds.",
        "Which loop or wait of your file never ends? Who needs it?",
        "13",
        WRONG,
    ),
    Diagnosis(
        "application-out-of-reach",
        "an application that the import does not make",
        "A server imports the file, and then looks for `application` among its names. It calls none "
        "of your functions, and `__name__` is not `__main__` then.",
        "Which lines run at an import? Move this one to where they stand.",
        "13",
        BEHIND,
    ),
    Diagnosis(
        "file-function-async",
        "async def where a plain def will do",
        "The function only makes a text and waits for nothing. The check calls it, and takes the text "
        "at once.",
        "Compare your `def` line with the task's. Which word is one too many?",
    ),
    Diagnosis(
        "import-for-nothing",
        "an import of what nobody has",
        "Nobody has `async_server`, and nothing in the file needs it. A `try` around it hides that, "
        "and the next reader wonders why it is there.",
        "What happens to the file without these lines?",
        "13",
        WRONG,
        misconceptions=(63,),
    ),
    Diagnosis(
        "file-run-here",
        "the file run in this notebook",
        "Your function ran the lines of the file itself, here, where there is no `station`. The task "
        "wants what stands in the file, as text. The check writes it into a real file.",
        "Put the lines of the file between three quotes, and return that.",
    ),
)
for sign in ("ImproperlyConfigured", "No module named 'station", "No module named 'async_server'"):
    know_error(sign, "file-run-here", sets=SET, cell="def asgi_file")
