"""The tasks of set 07: blocking work goes to a thread or to a process."""

SET = "07_dont_stop_on_the_main_line"
