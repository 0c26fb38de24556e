"""The tasks of set 23: honest measurement, the connections of a process, and a server that stops."""

SET = "23_run_it"
