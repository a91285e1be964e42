"""Homes: a campus holds units; a unit is one registration, one category, one sex, one strength."""

from django.db import models

from vatsalya.offices.models import Office


class Unit(models.Model):
    """A registered unit of a home (s.41): who may live there, how many, until when it is registered."""

    open_to_all = "registration data; no address, no child"
    office = models.OneToOneField(Office, models.PROTECT, primary_key=True, related_name="unit")
    category = models.CharField(max_length=24)
    sexes = models.CharField(max_length=24)
    age_from = models.SmallIntegerField()
    age_to = models.SmallIntegerField()
    strength = models.SmallIntegerField()
    registration_no = models.CharField(max_length=40)
    registered_until = models.DateField()
