"""Set 22, Prove it: tests that can fail, and a contract that holds."""

from nightline.checks.trust.leaver_tests import LEAVER_TESTS
from nightline.checks.trust.offers_page import OFFERS_PAGE
from nightline.checks.trust.search_tests import SEARCH_TESTS
from nightline.checks.trust.status_tests import STATUS_TESTS

TASKS = (STATUS_TESTS, SEARCH_TESTS, OFFERS_PAGE, LEAVER_TESTS)
