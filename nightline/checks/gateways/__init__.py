"""The tasks of set 13: what a server and an application say to each other."""

SET = "13_two_gateways"
