"""The tasks of set 11, a module each."""

SET = "11_loops_everywhere"
