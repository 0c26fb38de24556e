"""The tasks of set 04, a module each."""

SET = "04_the_dispatcher"
