"""The tasks of set 10, a module each."""

SET = "10_rivers_of_data"
