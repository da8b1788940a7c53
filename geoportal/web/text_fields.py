"""Form fields of text: cleaned as it is stored, refused as empty where nothing can be seen, measured by what can."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.db import models

from geoportal.web.text import clean_line, clean_text, count_visible


class MinVisible(MinLengthValidator):
    """At least so many characters that can be seen."""

    def clean(self, x: Any) -> int:
        """Return how many can be seen."""
        return count_visible(x)


class TextField(forms.CharField):
    """A text of several lines; ``min_length`` counts what can be seen, ``max_length`` code points."""

    def __init__(self, *, min_length: int | None = None, **kwargs: Any) -> None:
        """Declare the field; Django's own least length would count what nobody sees."""
        super().__init__(**kwargs)
        self.min_length = min_length
        if min_length is not None:
            self.validators.append(MinVisible(min_length))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the control's attributes without a length, at which a browser would cut in silence what is pasted."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name not in {"maxlength", "minlength"}}

    def to_python(self, value: Any) -> str:
        """Return the cleaned text."""
        return clean_text(super().to_python(value) or "")


class LineField(TextField):
    """A text of one line."""

    def to_python(self, value: Any) -> str:
        """Return the cleaned line."""
        return clean_line(super().to_python(value))


ADMIN_FIELDS: Mapping[type[models.Field], Mapping[str, Any]] = {
    models.CharField: {"form_class": LineField},
    models.TextField: {"form_class": TextField},
    models.SlugField: {"form_class": forms.SlugField},
}
"""For ``formfield_overrides`` of the administration: what is typed there is cleaned too."""
