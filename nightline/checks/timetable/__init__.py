"""The tasks of set 02, a module each."""

SET = "02_a_coroutine_is_a_timetable"
