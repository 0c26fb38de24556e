from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "minisite.booking"
    verbose_name = "Booking"
