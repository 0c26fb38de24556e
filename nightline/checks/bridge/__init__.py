"""The tasks of set 15: plain functions in the right thread, with as few hops as possible."""

SET = "15_the_bridge"
