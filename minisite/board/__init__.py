"""The departure board: what the station reports, as it happens."""
