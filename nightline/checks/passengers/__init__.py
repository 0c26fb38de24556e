"""The tasks of set 18: what a site keeps for its visitors, and asks for all of them at once."""

SET = "18_passengers"
