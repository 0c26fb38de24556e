"""What the railway keeps in its database."""

from django.db import models


class Station(models.Model):
    """A place where night trains stop."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    country = models.CharField(max_length=80)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
