"""Trains: what runs on which night, with its berths, and the timetable."""
