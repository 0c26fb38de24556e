"""Booking: holds that end, bookings that stay, and the basket between them."""
