"""Search: one question from a traveller, asked of all carriers."""
