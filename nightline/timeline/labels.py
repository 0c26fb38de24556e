"""The names of rows and errors, made without running a line of the learner's code."""

from __future__ import annotations

import types

#: Values of exactly these types are shown; a subclass may have its own `__repr__`.
SHOWN = (str, int, float, bool, type(None))
LONGEST_TEXT = 24
LONGEST_LABEL = 44
LONGEST_ERROR = 80

_VARARGS = 0x04
_VARKEYWORDS = 0x08
# Read from `type` itself, so that a metaclass cannot answer in its place.
_name_of_type = type.__dict__["__name__"].__get__


def shorten(text: str, longest: int) -> str:
    """Return `text` on one line, in at most `longest` characters, an ellipsis where it was cut."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def type_name(value: object) -> str:
    """Return the name of the type of `value`."""
    return str(_name_of_type(type(value)))


def show(value: object) -> str:
    """Return a short text for one argument.

    Only short str, int, float, bool and None are shown. All else is its type's name, because a
    `repr` can raise, or send a query to a database.
    """
    if type(value) not in SHOWN:
        return type_name(value)
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            value = value[: LONGEST_TEXT - 1] + "…"
        return repr(value)
    if isinstance(value, int) and value.bit_length() > 64:
        return "int"
    return repr(value)


def call_label(frame: types.FrameType) -> str:
    """Return the call that `frame` is about to run, such as `quote('Aurora')`.

    `self` and `cls` are left out, a name that only `**kwargs` or `*` allow is written before
    its value.
    """
    code = frame.f_code
    values = frame.f_locals
    positional = code.co_argcount
    named = positional + code.co_kwonlyargcount
    names = code.co_varnames
    shown: list[str] = []
    for place, name in enumerate(names[:positional]):
        if name in values and not (place == 0 and name in ("self", "cls")):
            shown.append(show(values[name]))
    rest = named
    if code.co_flags & _VARARGS:
        extra = values.get(names[rest])
        if type(extra) is tuple:
            shown += [show(value) for value in extra[:4]] + ["…"] * (len(extra) > 4)
        rest += 1
    shown += [f"{name}={show(values[name])}" for name in names[positional:named] if name in values]
    if code.co_flags & _VARKEYWORDS:
        extra = values.get(names[rest])
        if type(extra) is dict:
            shown += [f"{name}={show(value)}" for name, value in list(extra.items())[:4]]
    return shorten(f"{code.co_name}({', '.join(shown)})", LONGEST_LABEL)


def error_text(error: BaseException) -> str:
    """Return an error as type and message, such as `ValueError: sold out`.

    The message is taken from `args` and only when it is plain text or a number, for the same
    reason as in `show`.
    """
    name = type_name(error)
    message = error.args[0] if error.args else None
    plain = type(message) in (str, int, float)
    if not plain or (len(error.args) > 1 and not isinstance(error, BaseExceptionGroup)):
        return name
    if isinstance(error, KeyError) and isinstance(message, str):
        message = repr(message)  # as Python itself writes it
    return shorten(f"{name}: {message}", LONGEST_ERROR)
