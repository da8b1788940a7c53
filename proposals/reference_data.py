"""Load the reference data that every city begins with: topics, departments and the consent."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from proposals.models import Consent, Department, Topic

FIXTURES_DIR = Path(settings.BASE_DIR) / "fixtures"


def read_fixture(name: str) -> Any:
    """Return the content of a JSON file under ``fixtures/``."""
    return json.loads((FIXTURES_DIR / name).read_text(encoding="utf-8"))


@transaction.atomic
def load_reference_data() -> None:
    """Bring topics, departments and consents up to the fixtures; what a city added stays."""
    for row in read_fixture("topics.json"):
        Topic.objects.update_or_create(slug=row["slug"], defaults=row)
    for row in read_fixture("departments.json"):
        topics = row.pop("topics")
        department, _created = Department.objects.update_or_create(slug=row["slug"], defaults=row)
        department.topics.set(Topic.objects.filter(slug__in=topics))
    for row in read_fixture("consents.json"):
        Consent.objects.get_or_create(version=row["version"], defaults=row)
