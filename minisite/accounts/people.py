"""Two travellers and one of the staff, to try the site with. No Django in here.

Their password is public, so they are for one's own machine only.
"""

PEOPLE = (("ada", False), ("grace", False), ("conductor", True))  # name, whether of the staff
PASSWORD = "sleeper-berth-12"
