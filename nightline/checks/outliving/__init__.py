"""The tasks of set 21: work that is handed to a queue."""

SET = "21_work_that_outlives_the_page"
