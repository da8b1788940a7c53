"""All parts of the look on one page in both themes, for development (``DEBUG`` only)."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from geoportal.web.numbers import format_number, format_percent

STATUSES = [
    ("submitted", "Жіберілді"),
    ("published", "Жарияланды"),
    ("under_review", "Қаралуда"),
    ("accepted", "Қабылданды"),
    ("planned", "Жоспарда"),
    ("in_progress", "Орындалуда"),
    ("done", "Орындалды"),
    ("declined", "Қабылданбады"),
    ("forwarded", "Басқа органға берілді"),
    ("rejected", "Жарияланбады"),
    ("withdrawn", "Қайтарып алынды"),
    ("merged", "Біріктірілді"),
]
MONTHS = ["жел", "қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар"]
DISTRICT_MONTHS = [55, 60, 61, 66, 61, 62, 56, 51, 48, 63, 60, 41]
CITY_MONTHS = [39, 42, 44, 47, 43, 45, 41, 37, 35, 45, 44, 29]
TOPICS = [
    ("Көлік", 148),
    ("Жол мен тротуар", 131),
    ("Қоғамдық орындар мен саябақ", 117),
    ("Энергетика мен жарық", 74),
    ("Су мен қалдық", 58),
    ("Цифрлық қызметтер", 9),
]
DISTRICTS = [
    ("Әл-Фараби", 684, 2.61, 4.69),
    ("Абай", 538, 2.09, 2.33),
    ("Еңбекші", 477, 2.08, 2.39),
    ("Қаратау", 557, 1.76, 2.51),
    ("Тұран", 214, 0.92, 0.59),
]
STEPS = [
    {"status": "published", "label": "Жарияланды", "meta": "2 маусым 2026", "state": "done"},
    {"status": "under_review", "label": "Қаралуда", "meta": "8 маусым · қозғалыс өлшенді", "state": "done"},
    {"status": "accepted", "label": "Қабылданды", "meta": "17 маусым · қала жауабы", "state": "current"},
    {"status": "done", "label": "Орындалды", "meta": "15 желтоқсанға дейін күтіледі", "state": "todo"},
]


class KitForm(forms.Form):
    """One field of each kind, two of them in error."""

    place = forms.CharField(label="Орын", help_text="Аялдама, саябақ немесе мекеме", initial="Ордабасы алаңы")
    code = forms.CharField(label="Тақтайша коды")
    text = forms.CharField(label="Ұсыныс", widget=forms.Textarea, required=False)
    period = forms.ChoiceField(label="Кезең", choices=[("12", "Соңғы 12 ай"), ("3", "Соңғы 3 ай")])
    contact = forms.ChoiceField(
        label="Жауап",
        widget=forms.RadioSelect,
        choices=[("mail", "Пошта"), ("phone", "Телефон")],
        required=False,
    )
    agreed = forms.BooleanField(
        label="Жариялауға келісемін", help_text="Атыңыз жарияланбайды", required=False
    )

    def clean_code(self) -> str:
        """Find the code mistyped, so that the kit shows an error."""
        raise forms.ValidationError("Код қате терілген, тағы тексеріңіз")


def _form(prefix: str) -> KitForm:
    form = KitForm({f"{prefix}-place": "Ордабасы алаңы", f"{prefix}-code": "7K3M9-QX2VO"}, prefix=prefix)
    form.is_valid()
    return form


def _context() -> dict[str, Any]:
    return {
        "statuses": STATUSES,
        "points": list(zip(MONTHS, DISTRICT_MONTHS, strict=True)),
        "city_points": CITY_MONTHS,
        "topics": TOPICS,
        "districts": DISTRICTS,
        "steps": STEPS,
        "figures": [
            {"label": "Ұсыныс", "value": format_number(684), "note": "қала бойынша 2 486"},
            {
                "label": "1 000 тұрғынға",
                "value": format_number(2.61),
                "note": "қалада 1,90",
                "strong": "37 % жоғары",
            },
            {"label": "Мерзімінде жауап берілді", "value": format_percent(0.87), "note": "қалада 82 %"},
            {"label": "Жауапқа дейін, медиана", "value": "9", "unit": "жұмыс күні", "note": "мерзімі 15"},
        ],
        "crumbs": [
            {"label": "Шымкент", "url": "/"},
            {"label": "Аудандар", "url": "/"},
            {"label": "Әл-Фараби"},
        ],
        "page": Paginator(range(1248), 11).page(2),
        "themes": [("light", _form("light")), ("dark", _form("dark"))],
    }


def kit(request: HttpRequest) -> HttpResponse:
    """Show every part; ``?desk=1`` as dense as at a desk, ``?theme=dark`` in one theme alone."""
    context = _context()
    wanted = request.GET.get("theme")
    if wanted:
        context["themes"] = [(theme, form) for theme, form in context["themes"] if theme == wanted]
    return render(request, "geoportal/kit.html", {**context, "is_desk": "desk" in request.GET})
