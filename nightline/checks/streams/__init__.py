"""The tasks of set 19: streams that begin at once, go on for long, and end with their reader."""

SET = "19_the_live_board"
