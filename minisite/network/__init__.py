"""The railway itself: where night trains stop."""
