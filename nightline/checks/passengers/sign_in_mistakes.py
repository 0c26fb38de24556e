"""What goes wrong in a sign-in, one entry each."""

from __future__ import annotations

from nightline.checks.passengers import SET
from nightline.checks.passengers.visitors import REFUSED
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

LESSON, SECTION = "18", "Sign in"

register(
    Diagnosis(
        "plain-authenticate",
        "the plain authenticate in a coroutine",
        "`authenticate` looks the account up in the database. In a coroutine Django refuses that.",
        "What is the twin of `authenticate` called that you can await?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "plain-login",
        "the plain login in a coroutine",
        "`login` writes into the session, and the session is in the database. In a coroutine "
        "Django refuses that.",
        "What is the twin of `login` called that you can await?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "authenticate-arguments",
        "name and password without their names",
        "`aauthenticate` takes the request first. What follows are keyword arguments.",
        "Look at the call in the lesson. What stands before each `=`?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "right-password-refused",
        "the right password refused",
        "The name and the password were right, and your view did not accept them. `aauthenticate` "
        "also gives `None` when it does not know the names of its arguments.",
        "Print what you pass to `aauthenticate`. Are the arguments called as in the lesson?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "not-signed-in",
        "checked, but not signed in",
        "`aauthenticate` says whose password it is, and changes nothing. At the next visit the "
        "browser is still a guest's.",
        "Which call writes the user into the session?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "signed-in-by-hand",
        "a session filled by hand",
        "Your view writes into the session itself. Django looks for the user elsewhere in it, and "
        "the session needs a new key when somebody signs in.",
        "Which call of the lesson does all of this?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "none-is-no-user",
        "None used as a user",
        "`aauthenticate` gives `None` when the name and the password do not fit. `None` has no "
        "name, and cannot be signed in.",
        "Which `if` must stand between `aauthenticate` and the next line?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "basket-lost",
        "a basket lost at the sign-in",
        "What the visitor had collected is gone. `alogin` keeps the session of a guest. Something "
        "else in your view emptied it, or wrote over it.",
        "Which line touches the session besides `alogin`? Is it needed?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "list-not-number",
        "the berths in place of their number",
        "The docstring wants to know how many berths there are. You sent the list itself.",
        "Which function tells how long a list is?",
    ),
    Diagnosis(
        "tells-which-names-exist",
        "an answer that tells which names exist",
        "A stranger can try out names. Your answer for an unknown name differs from that for a wrong "
        "password, so the stranger learns who has an account.",
        "Can all these cases reach the same line of your view?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "answers-sooner-for-no-name",
        "no work for a name that nobody has",
        "To check a password takes long on purpose. Your view does that only for names that exist, "
        "so a stranger with a clock learns which do.",
        "Which call of the lesson does the same work in each case?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "anybody-enters",
        "a sign-in without the right password",
        "This visitor did not know the password, and your view signed them in.",
        "What does your view do with the result of `aauthenticate`?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "closed-account",
        "a closed account that opens",
        "An account has a mark, `is_active`, that says whether it may be used. Your view looked at "
        "the password only.",
        "Which call of the lesson looks at both?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "form-not-checked",
        "a form with gaps taken as an attempt",
        "Something is missing in this form, so there is nothing to check yet. Its sender should hear "
        "that, not that the password is wrong.",
        "What do `request.POST.get(…)` and an `if` say about a field that is missing or empty?",
    ),
    Diagnosis(
        "field-missing",
        "a field that the form may lack",
        "`request.POST[…]` raises an error when the form does not have this field.",
        "Which method of a dict gives `None` when the key is missing?",
    ),
    Diagnosis(
        "form-read-as-json",
        "a form read as JSON",
        "A form is no JSON: its fields come as `name=…&password=…`. Django has taken them apart already.",
        "What does `print(request.POST)` show?",
    ),
    Diagnosis(
        "address-not-form",
        "the address read in place of the form",
        "`request.GET` holds what stands in the address. A form that is sent with POST arrives in "
        "another place, so that no password stands in an address.",
        "Print `request.GET` and `request.POST`. In which of them is the name?",
    ),
    Diagnosis(
        "signs-in-by-get",
        "a password in the address",
        "Addresses are kept in histories and logs. A view that signs in by GET puts passwords there.",
        "Which attribute of the request says what kind it is?",
    ),
    Diagnosis(
        "get-not-refused",
        "GET without its own status",
        "Only POST signs in here. Who comes with another kind of request should learn that: status "
        "405 means that this kind is not allowed.",
        "Which `if` must stand first in your view?",
    ),
    Diagnosis(
        "other-status-than-asked",
        "another status than the task's",
        "Programs look at the status first. Each case of the docstring has its own.",
        "Compare this case with the docstring. Which argument of `JsonResponse` says the status?",
    ),
)
know_error(REFUSED, "plain-authenticate", sets=SET, line="authenticate(")
know_error(REFUSED, "plain-login", sets=SET, line="login(")
register(
    Diagnosis(
        "name-not-as-typed",
        "a name that was changed",
        "Your view changes the name before it looks for it. An account may have capital letters in "
        "its name, and its owner types them.",
        "Which method changes the text? Is it needed?",
    ),
    Diagnosis(
        "password-kept",
        "a password in the session",
        "The session is stored in the database as it is. Whoever reads that table could read the "
        "passwords of all who signed in.",
        "Who needs the password after `aauthenticate`?",
    ),
    Diagnosis(
        "answer-typed-in",
        "the same answer for different visitors",
        "Two visitors signed in, one with a basket and one without. Your view told both the same.",
        "Which parts of your answer come from the request, and which did you type in?",
    ),
    Diagnosis(
        "error-without-text",
        "an error that says nothing",
        "The name `error` is there, and the text behind it is empty. Somebody wants to read what "
        "went wrong.",
        "Which sentence helps the person in front of this form?",
    ),
    Diagnosis(
        "password-never-checked",
        "a password that nobody checks",
        "Your view looks the name up and signs that user in. The password plays no part in it.",
        "Which call of the lesson takes a name and a password, and says whose they are?",
        LESSON,
        SECTION,
    ),
    Diagnosis(
        "only-get-refused",
        "one kind refused, not all the others",
        "There are more kinds of requests than GET and POST, such as PUT and DELETE. Your view "
        "names the kind that it refuses, so all others come in.",
        "Which one kind is allowed? Ask whether it is another one than that.",
    ),
    Diagnosis(
        "password-from-the-address",
        "a password taken from the address",
        "The request was a POST, but the password stood in its address. Addresses are kept in "
        "histories and logs, whatever the kind of the request.",
        "Which of the two may your view read: `request.GET` or `request.POST`?",
    ),
)
know_error("MultiValueDictKeyError", "address-not-form", sets=SET, line="GET[", cell="def sign_in")
know_error("aauthenticate() takes", "authenticate-arguments", sets=SET)
know_error("aauthenticate() got multiple values", "authenticate-arguments", sets=SET)
know_error("'NoneType' object has no attribute", "none-is-no-user", sets=SET, cell="aauthenticate(")
know_error("'AnonymousUser' object has", "none-is-no-user", sets=SET, cell="authenticate(")
know_error("MultiValueDictKeyError", "field-missing", sets=SET, line="POST[")
know_error("object of type 'NoneType' has no len()", "nothing-in-the-session", sets=SET)
know_error("JSONDecodeError", "form-read-as-json", sets=SET)
