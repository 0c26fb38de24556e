from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "minisite.work"
    verbose_name = "Background work"

    def ready(self) -> None:
        from minisite.board.signals import reported
        from minisite.booking.signals import berths_sold
        from minisite.work import orders

        berths_sold.connect(orders.tickets_sold, dispatch_uid="ticket PDFs")
        reported.connect(orders.train_reported, dispatch_uid="mails about delays")
