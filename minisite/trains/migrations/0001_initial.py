from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = (("network", "0001_initial"),)
    operations = (
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("carrier", models.CharField(max_length=20)),
                ("train", models.CharField(max_length=12)),
                ("night", models.DateField()),
                ("departs", models.DateTimeField()),
                ("arrives", models.DateTimeField()),
                ("price", models.PositiveSmallIntegerField(help_text="euro for one berth")),
                ("changes", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "origin",
                    models.ForeignKey("network.station", models.PROTECT, related_name="departures"),
                ),
                (
                    "destination",
                    models.ForeignKey("network.station", models.PROTECT, related_name="arrivals"),
                ),
            ],
            options={
                "ordering": ("departs", "carrier"),
                "indexes": [models.Index(fields=("origin", "night"), name="departures_of_a_night")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carrier", "origin", "destination", "night"),
                        name="one_train_a_night",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Berth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "departure",
                    models.ForeignKey("trains.departure", models.CASCADE, related_name="berths"),
                ),
            ],
            options={
                "ordering": ("departure", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("departure", "number"), name="one_berth_a_number"
                    )
                ],
            },
        ),
    )
