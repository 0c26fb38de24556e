"""The tasks of set 09, a module each."""

SET = "09_single_track_working"
