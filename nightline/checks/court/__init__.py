"""The tasks of set 24: the Night Planner inside the site, as proof, page, desk and stream."""

SET = "24_the_trial"
