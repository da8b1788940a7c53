"""Background work of the signs: keepers are told of reports, scans are summed and folded, old counts forgotten."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from geoportal.web.mailing import send_quietly
from stops.signs.brakes import forget_sent
from stops.signs.district_scans import count_district_scans
from stops.signs.keepers import keepers_of
from stops.signs.misses import forget_misses
from stops.signs.models import CodeBinding, CodeState, KeeperNotice, SignReport
from stops.signs.scan_folding import fold_scans
from stops.signs.titles import binding_title

MAIL_LANGUAGES = ("kk", "ru")
"""Law on Languages 151-I: the city writes in both, Kazakh first."""


@app.task(name="signs.tell_keeper", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
@transaction.atomic
def tell_keeper(*, user_id: int, report_id: int) -> bool:
    """Mail one keeper that a sign was reported; what the resident wrote in own words is not sent.

    Args:
        user_id: the keeper.
        report_id: the first report of its kind, or the one that made the sign suspect.

    Returns:
        Whether it was sent: not where the sign has been seen to or is another's in the meantime, or this keeper has
        been told of this report. A worker that is killed before that is noted sends it again, and no other.
    """
    report = SignReport.objects.select_related("code").filter(pk=report_id).first()
    if report is None or report.handled_at is not None:
        return False
    binding = binding_in_force(report.code_id)
    keeper = keepers_of(binding).filter(pk=user_id).exclude(email="").first() if binding else None
    if binding is None or keeper is None:
        return False
    _notice, is_news = KeeperNotice.objects.get_or_create(report=report, keeper=keeper)
    if not is_news:
        return False
    subject = _in_each_language(lambda: _("Sign reported: %(about)s") % {"about": binding_title(binding)})
    body = _in_each_language(lambda: render_to_string("signs/desk/report_email.txt", _news(report, binding)))
    send_quietly(
        EmailMessage(
            " / ".join(" ".join(words.split()) for words in subject), "\n\n".join(body), to=[keeper.email]
        )
    )
    return True


def promise_news(report: SignReport) -> None:
    """Defer one e-mail for each keeper of a sign, in the transaction that stores the report."""
    binding = binding_in_force(report.code_id)
    if binding is None:
        return
    for keeper in keepers_of(binding).exclude(email=""):
        tell_keeper.defer(user_id=keeper.pk, report_id=report.pk)


@app.periodic(cron="23 * * * *")
@app.task(name="signs.forget_misses", queueing_lock="forget_misses")
def forget_misses_hourly(timestamp: int) -> int:
    """Delete the misses of networks whose span is long over; return how many rows went.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    return forget_misses(timezone.now())


@app.periodic(cron="29 * * * *")
@app.task(name="signs.forget_senders", queueing_lock="forget_senders")
def forget_senders_hourly(timestamp: int) -> int:
    """Delete what was counted of networks in spans long over, and the networks of old reports; return how many rows.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    now = timezone.now()
    return forget_sent(now) + SignReport.objects.all().forget_networks(now)


@app.periodic(cron="17 3 * * *")
@app.task(name="signs.fold_scans", queueing_lock="fold_scans")
def fold_scans_nightly(timestamp: int) -> int:
    """Fold the scans of the days before yesterday; return how many rows went.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    return fold_scans()


@app.periodic(cron="41 * * * *")
@app.task(name="signs.count_district_scans", queueing_lock="count_district_scans")
def count_district_scans_hourly(timestamp: int) -> int:
    """Sum the scans by month and district; return how many rows changed.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    return count_district_scans()


def binding_in_force(code_id: int) -> CodeBinding | None:
    """Return what a sign stands for now, with its place and route fetched."""
    bindings = CodeBinding.objects.in_force().select_related("place__district", "route")
    return bindings.filter(code=code_id).first()


def _in_each_language(words: Callable[[], str]) -> list[str]:
    said = []
    for language in MAIL_LANGUAGES:
        with translation.override(language):
            said.append(words().strip())
    return said


def _news(report: SignReport, binding: CodeBinding) -> dict[str, object]:
    address = reverse("signs:detail", args=[report.code.code])
    return {
        "about": binding_title(binding),
        "code": str(report.code),
        "what": report.get_kind_display(),
        "is_suspect": report.code.state == CodeState.SUSPECT,
        "is_one_of_many": report.is_one_of_many,
        "link": f"{settings.PUBLIC_URL}{address}",
    }
