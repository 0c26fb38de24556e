"""The tasks of set 01: waiting together."""

SET = "01_one_track_many_trains"
