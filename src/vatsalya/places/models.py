"""States, districts, sub-districts and towns with LGD codes; districts split often, so rows are dated."""

from django.db import models


class State(models.Model):
    """A State or Union territory."""

    open_to_all = "public directory"
    code = models.IntegerField(primary_key=True)
    name_en = models.TextField()
    name_hi = models.TextField()
    abbr = models.CharField(max_length=4, unique=True)
    kind = models.CharField(max_length=8)
    main_language = models.CharField(max_length=8)

    class Meta:
        ordering = ["name_en"]


class District(models.Model):
    """A district; `parent` is the mother district when it was cut out of another."""

    open_to_all = "public directory"
    code = models.IntegerField(primary_key=True)
    state = models.ForeignKey(State, models.PROTECT, related_name="districts")
    name_en = models.TextField()
    name_hi = models.TextField()
    aliases = models.TextField(blank=True, default="")
    short = models.CharField(max_length=8, default="")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="offshoots")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["name_en"]


class SubDistrict(models.Model):
    """A tehsil, taluk, mandal or block."""

    open_to_all = "public directory"
    code = models.IntegerField(primary_key=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="subdistricts")
    name_en = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class Town(models.Model):
    """An urban local body."""

    open_to_all = "public directory"
    code = models.IntegerField(primary_key=True)
    state = models.ForeignKey(State, models.PROTECT, related_name="towns")
    name_en = models.TextField()
    name_local = models.TextField(blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
