from uuid import uuid4

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import minisite.booking.models


class Migration(migrations.Migration):
    initial = True
    dependencies = (
        ("trains", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )
    operations = (
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        primary_key=True, default=uuid4, editable=False, serialize=False
                    ),
                ),
                ("basket", models.CharField(max_length=32, db_index=True)),
                ("expires", models.DateTimeField()),
                (
                    "berth",
                    models.OneToOneField("trains.berth", models.CASCADE, related_name="hold"),
                ),
            ],
            options={"ordering": ("expires", "key")},
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        max_length=8,
                        unique=True,
                        default=minisite.booking.models.new_reference,
                        editable=False,
                    ),
                ),
                ("passenger", models.CharField("name on the ticket", max_length=80)),
                ("price", models.PositiveSmallIntegerField(help_text="euro")),
                ("booked", models.DateTimeField(default=timezone.now)),
                ("cancelled", models.DateTimeField(null=True, blank=True)),
                (
                    "berth",
                    models.ForeignKey("trains.berth", models.PROTECT, related_name="bookings"),
                ),
                (
                    "traveller",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings"
                    ),
                ),
            ],
            options={
                "ordering": ("-booked", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("berth",),
                        condition=models.Q(cancelled=None),
                        name="one_live_booking_a_berth",
                    )
                ],
            },
        ),
    )
