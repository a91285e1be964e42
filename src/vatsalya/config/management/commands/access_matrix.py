"""Runs the access matrix of the law three times: both walls, Python's off, the database's off."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Calls made and differences found against tests/access/matrix.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "matrix.json"
            env = {**os.environ, "MATRIX_JSON": str(path), "VATSALYA_TEST_DB": "vatsalya_matrix"}
            env.pop("VATSALYA_DB_ROLE", None)
            env["DJANGO_SETTINGS_MODULE"] = "vatsalya.config.settings.test"
            ran = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "pytest", "tests/access/test_matrix.py"],
                cwd=settings.ROOT,
                env=env,
                capture_output=True,
                check=False,
            )
            found = json.loads(path.read_text()) if path.exists() else {"error": ran.stdout.decode()[-2000:]}
        self.stdout.write(json.dumps(found) if options["json"] else json.dumps(found, indent=2, ensure_ascii=False))
        if ran.returncode:
            sys.exit(1)
