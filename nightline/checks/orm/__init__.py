"""The tasks of set 16: what a coroutine asks the database, and changes that stay whole."""

SET = "16_the_orm_honestly"
