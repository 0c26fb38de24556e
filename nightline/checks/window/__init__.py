"""The tasks of set 08: queues, backpressure, and how the night ends."""

SET = "08_the_ticket_window"
