"""The tasks of set 06, a module each."""

SET = "06_stop_signals"
