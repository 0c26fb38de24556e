"""The tasks of set 14: views that wait for all carriers together and hold nobody up."""

SET = "14_async_views"
