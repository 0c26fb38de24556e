"""The tasks of set 05: errors, and who may go on after one."""

SET = "05_when_a_train_derails"
