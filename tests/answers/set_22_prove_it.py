from tests.answers import Right, Wrong

ANSWERS = []
