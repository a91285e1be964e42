"""A spreadsheet of appointments and its rows: what was asked, what became of each."""

from django.db import models


class BulkJob(models.Model):
    """One uploaded spreadsheet of appointments, from dry run to result or undo."""

    open_to_all = "names of officials; no child's data"
    made_by = models.ForeignKey("offices.Posting", models.PROTECT, related_name="+")
    office_no = models.IntegerField()
    role = models.CharField(max_length=32)
    file_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office_no", "-made_at"], name="bulk_office")]


class BulkRow(models.Model):
    """One row of the spreadsheet: its cells, its state, what is wrong with it."""

    open_to_all = "names of officials; no child's data"
    READY, WRONG, MADE, UNDONE, KEPT = "ready", "wrong", "made", "undone", "kept"
    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="rows")
    no = models.IntegerField()
    cells = models.JSONField()
    office = models.ForeignKey("offices.Office", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8)
    problems = models.JSONField(default=list)
    posting = models.ForeignKey("offices.Posting", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "no"], name="bulk_row_once")]
        indexes = [models.Index(fields=["job", "outcome", "no"], name="bulk_row_outcome")]
