"""The mistakes that a gateway file can make."""

from __future__ import annotations

from nightline.judging.diagnoses import Diagnosis, register

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
        "The server imports this file, and never the other way round. A server that starts in it "
        "keeps the import from ending, so the one outside cannot go on.",
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
        "Print your text, and look at the line. Is each quote and each bracket closed?",
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
        "Which line raises it? Does a gateway file need that line?",
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
