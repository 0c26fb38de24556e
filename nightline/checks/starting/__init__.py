"""The tasks of set 03, a module each."""

SET = "03_tasks"
