"""The twelve carriers: companies whose berths Nightline sells. No Django in here."""
