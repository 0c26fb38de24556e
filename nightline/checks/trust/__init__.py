"""The tasks of set 22, a module each."""

SET = "22_prove_it"
