"""Set 18, Passengers: sessions, sign-in, one question for all, a page with a form."""

from nightline.checks.passengers.add_to_basket import ADD_TO_BASKET
from nightline.checks.passengers.cached_quote import CACHED_QUOTE
from nightline.checks.passengers.sign_in import SIGN_IN
from nightline.checks.passengers.ticket_page import TICKET_PAGE

TASKS = (ADD_TO_BASKET, SIGN_IN, CACHED_QUOTE, TICKET_PAGE)
