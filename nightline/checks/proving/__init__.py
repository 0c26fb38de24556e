"""The tasks of set 12, a module each."""

SET = "12_see_it_test_it_debug_it"
