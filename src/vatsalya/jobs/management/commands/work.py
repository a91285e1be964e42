"""The worker: clocks, figures, messages and asked-for jobs."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = "Runs the jobs of this installation until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
            running.run_worker(concurrency=2, name="vatsalya", delete_jobs="successful")
