from django.apps import AppConfig


class SeatsConfig(AppConfig):
    name = "minisite.seats"
    verbose_name = "Seat map"

    def ready(self) -> None:
        from minisite.booking.signals import berths_changed
        from minisite.seats.telling import tell

        berths_changed.connect(tell, dispatch_uid="seat map")
