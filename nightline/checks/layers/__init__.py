"""The tasks of set 17: lists of middlewares, and middlewares for both worlds."""

SET = "17_middleware_and_signals"
