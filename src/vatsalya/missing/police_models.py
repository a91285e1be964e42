"""Tables of the police's own work on a missing report: diary, closing, hand-over, recovery, railway, cross-check."""

from django.db import models
from django.db.models import F, Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.matters.models import Matter


class Effort(Scoped):
    """One line of the diary of efforts: what was done and when. Never changed; the note is sealed, for police only."""

    owner = "matter"
    audit_hide = ("note",)

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="efforts")
    code = models.CharField(max_length=24)
    done_at = models.DateTimeField()
    note = models.BinaryField()
    written_at = models.DateTimeField()
    posting = models.IntegerField(null=True)

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter", "-done_at"], name="effort_matter")]


class PoliceFile(Scoped):
    """A picture that police hold with a report (page of the diary, document of a death), sealed like a photograph."""

    owner = "matter"
    audit_hide = ("small", "large", "original")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="police_files")
    effort = models.ForeignKey(Effort, models.PROTECT, null=True, related_name="files")
    kind = models.CharField(max_length=12)
    small = models.BinaryField()
    large = models.BinaryField()
    original = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    posting = models.IntegerField(null=True)

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter"], name="police_file_matter")]


class Ending(Scoped):
    """The end of a report as one officer asked for it and another answered; one account cannot do both."""

    owner = "matter"
    audit_hide = ("reason",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="endings")
    outcome = models.CharField(max_length=32)
    reason = models.BinaryField()
    document = models.ForeignKey(PoliceFile, models.PROTECT, null=True, related_name="+")
    asked_by = models.IntegerField()
    asked_at = models.DateTimeField()
    answered_by = models.IntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")), name="ended_by_two"),
            models.CheckConstraint(condition=~Q(outcome=""), name="end_has_outcome"),
            models.CheckConstraint(condition=~Q(outcome="dead") | Q(document__isnull=False), name="death_has_document"),
            models.UniqueConstraint(fields=["matter"], condition=Q(agreed=None), name="one_open_ending"),
        ]
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter"], name="ending_matter")]


class ZeroFir(Scoped):
    """One station asks another to take a zero FIR over. The asked station sees this row and not the child's file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="zero_firs")
    number = models.CharField(max_length=24)
    fir_no = models.CharField(max_length=40)
    fir_on = models.DateField()
    from_no = models.IntegerField()
    to_no = models.IntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    taken = models.BooleanField(null=True)

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["matter"], condition=Q(taken=None), name="one_open_zero_fir")]
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter"], name="zero_fir_matter")]


class AhtuFile(Scoped):
    """The file that the anti trafficking unit keeps on a report handed to it."""

    owner = "matter"
    audit_hide = ("note",)

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="ahtu_file")
    handed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    suspected = models.BooleanField()
    modus = models.CharField(max_length=24, blank=True, default="")
    note = models.BinaryField(null=True)
    updates = models.SmallIntegerField(default=0)
    last_update_at = models.DateTimeField(null=True)


class Recovery(Scoped):
    """The police have the child: since when, how long the journey, before whom the child is brought."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="recoveries")
    recovered_at = models.DateTimeField()
    journey_minutes = models.IntegerField(default=0)
    found_state = models.IntegerField()
    found_district = models.IntegerField()
    found_by = models.CharField(max_length=24)
    condition = models.CharField(max_length=24)
    trafficked = models.BooleanField(null=True)
    produce_before = models.CharField(max_length=4)
    office_no = models.IntegerField()
    produced_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(produced_at=None), name="one_open_recovery")
        ]
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter"], name="recovery_matter")]


class RailRecord(Scoped):
    """A child found by the police: handed to whom and when; of a railway post also where and which of the categories.

    It belongs to the post, station or unit; who the child is lies with the Committee's case, which they do not read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.UUIDField(unique=True)
    number = models.CharField(max_length=24)
    district_code = models.IntegerField()
    state_code = models.IntegerField()
    category = models.CharField(max_length=16, blank=True, default="")
    station = models.CharField(max_length=80, blank=True, default="")
    train_no = models.CharField(max_length=12, blank=True, default="")
    coach = models.CharField(max_length=12, blank=True, default="")
    platform = models.CharField(max_length=12, blank=True, default="")
    found_at = models.DateTimeField()
    handed_kind = models.CharField(max_length=12, blank=True, default="")
    handed_no = models.IntegerField(null=True)
    handed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    produced_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["unit_no", "-found_at"], name="rail_desk")]


class ExternalFir(Scoped):
    """An FIR on a missing child that the police's own register knows; compared with the reports here."""

    station_no = models.IntegerField()
    fir_no = models.CharField(max_length=40)
    fir_on = models.DateField()
    received_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        db_table = "missing_external_fir"
        constraints = [models.UniqueConstraint(fields=["station_no", "fir_no"], name="external_fir_once")]
