"""Hostile texts in mails: no header is added, no template runs, and the body says what was typed."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core import mail
from django.utils import timezone

from geoportal.staff.models import Role
from proposals.models import OfficialReply, Proposal, ProposalContact, Status
from proposals.residents.tasks import send_receipt
from proposals.review.tasks import notify_author
from stops.network.models import Place
from stops.signs.models import CodeState, KeeperNotice, QRCode, ReportKind, SignReport
from stops.signs.tasks import tell_keeper
from tests.doors.city import names, proposal_text
from tests.factories import (
    give_contact,
    make_city,
    make_code,
    make_department,
    make_place,
    make_proposal,
    make_route,
    make_staff,
)
from tests.hostile import COMPOUND, COMPUTED, SHORT, TEXTS, flat

pytestmark = pytest.mark.django_db
HEADERS = {
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}
KNOWN = HEADERS | {"Auto-Submitted", "X-Auto-Response-Suppress", "Precedence"}
INJECTING = "Площадь\r\nBcc: victim@example.org\r\n\r\nbody"


def read(sent: mail.EmailMessage) -> EmailMessage:
    """Return a mail as its reader gets it."""
    parsed = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert set(parsed.keys()) <= KNOWN
    assert [str(parsed["To"])] == sent.to
    return parsed


def body(parsed: EmailMessage) -> str:
    content = flat(parsed.get_content())
    assert not any(answer in content for answer in COMPUTED)
    return content


@pytest.fixture
def author_of(db: None) -> Proposal:
    """An answered proposal about a stop, whose author left an address."""
    make_city()
    place = make_place()
    proposal = make_proposal(
        place=place, status=Status.ACCEPTED, location_source="chosen_stop", route_version=make_route("19")
    )
    give_contact(proposal, "author@example.org")
    return proposal


def test_authors_read_place_and_reply_as_they_are(author_of: Proposal) -> None:
    proposal = author_of
    reply = OfficialReply.objects.create(
        proposal=proposal, status=Status.ACCEPTED, department=make_department(), language="ru",
        text="Ответ города", published_at=proposal.status_changed_at,
    )  # fmt: skip
    type(reply.department).objects.update(**names(COMPOUND))
    for name, text in [*TEXTS.items(), ("injecting", INJECTING)]:
        Place.objects.filter(pk=proposal.place_id).update(**names(text))
        OfficialReply.objects.filter(pk=reply.pk).update(text=f"Ответ города: {text}")
        ProposalContact.objects.update(told_of=None, receipt_mailed_at=None)
        mail.outbox.clear()
        notify_author(proposal_id=proposal.pk, changed_at=proposal.status_changed_at.isoformat())
        send_receipt(proposal_id=proposal.pk)
        news, receipt = (read(sent) for sent in mail.outbox)
        said = body(news)
        assert flat(text) in said.partition(flat(COMPOUND))[0], name
        assert flat(f"Ответ города: {text}") in said, name
        assert flat(text) in body(receipt), name


def test_keepers_read_what_a_sign_stands_for(db: None) -> None:
    make_city()
    keeper = make_staff(Role.SIGN_KEEPER)
    type(keeper).objects.filter(pk=keeper.pk).update(email="keeper@example.org")
    code = make_code(place=make_place())
    QRCode.objects.filter(pk=code.pk).update(state=CodeState.SUSPECT)
    report = SignReport.objects.create(
        code=code, kind=ReportKind.DAMAGED, text=COMPOUND, reported_at=timezone.now()
    )
    for name, text in [*TEXTS.items(), ("injecting", INJECTING)]:
        Place.objects.update(**names(text))
        KeeperNotice.objects.all().delete()
        mail.outbox.clear()
        assert tell_keeper(user_id=keeper.pk, report_id=report.pk)
        parsed = read(mail.outbox[0])
        assert flat(text) in flat(str(parsed["Subject"])), name
        assert flat(text) in body(parsed), name


@pytest.mark.parametrize("number", SHORT)
def test_mails_about_a_route_name_its_number(db: None, number: str) -> None:
    make_city()
    proposal = make_proposal(along=make_route(number), text=proposal_text("image"))
    give_contact(proposal, "author@example.org")
    send_receipt(proposal_id=proposal.pk)
    assert flat(number) in body(read(mail.outbox[0]))
