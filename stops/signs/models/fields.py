"""Columns of the signs' records."""

from typing import Any

from django.db import models

from stops.signs.codes import CODE_LENGTH, generate_code


class CodeField(models.CharField):
    """A random code, drawn for each new record; a migration sees a plain column, for it draws none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", generate_code)
        kwargs.setdefault("max_length", CODE_LENGTH)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what makes the column, without the drawing."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, "django.db.models.CharField", args, kwargs
