"""What the review's pages show: queue on the left, work in the middle, place on the right."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse

from districts.role_titles import describe_roles
from geoportal.staff.access import Action
from proposals.filters import OUTSIDE
from proposals.models import OneOfMany, Proposal, ProposalContact, Status, Topic
from proposals.models.contact import ContactKind
from proposals.review import dossier
from proposals.review.forms import ContactForm, DecisionForm, MergeForm, ModerationForm, RejectionForm
from proposals.review.moderation import EDITABLE
from proposals.review.noticing import noticed_in, pieces_of
from proposals.review.queue import MANY_LABELS, PAGE_SIZE, SORT_LABELS, Desk, areas_of, due
from proposals.review.wording import official_steps
from proposals.review.workflow import allowed_transitions, may_act
from proposals.telephones import spaced
from proposals.titles import about_title


@dataclass(slots=True)
class FilledForms:
    """Forms that came back with errors or a question; the others are made anew.

    ``asked`` is the act, ``publish`` or ``edit``, that asks what to do with personal data.
    """

    moderation: ModerationForm | None = None
    rejection: Form | None = None
    merging: Form | None = None
    decision: Form | None = None
    contact: Form | None = None
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Revealed:
    """What this one answer shows besides: the author's telephone, or the text as it was sent."""

    telephone: str = ""
    original: str = ""

    @property
    def telephone_spaced(self) -> str:
        """The telephone as people read it."""
        return spaced(self.telephone)


def queue_context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """Return what the left pane shows."""
    districts, sees_outside = areas_of(request.user)
    queue = desk.queue
    page: Page[Proposal] = Paginator(queue.proposals(desk.seen), PAGE_SIZE).get_page(queue.page)
    return {
        "nav_current": "review",
        "staff_role": describe_roles(request.user),
        "queue": queue,
        "tabs": queue.tabs(desk.seen),
        "page": page,
        "items": [_item(proposal) for proposal in page],
        "notes": notes(request),
        "districts": districts,
        "sees_outside": sees_outside,
        "outside": OUTSIDE,
        "topics": Topic.objects.all(),
        "sorts": SORT_LABELS.items(),
        "manies": MANY_LABELS.items() if queue.many or OneOfMany.objects.exists() else None,
    }


def notes(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the messages of the last act; one that can be undone names the address and the status for it."""
    told = []
    for message in messages.get_messages(request):
        public_id, _space, status = message.extra_tags.partition(" ")
        undo = reverse("review:take_back", args=[public_id]) if public_id else ""
        told.append({"text": message.message, "level": message.level_tag, "undo": undo, "status": status})
    return told


def work_context(
    request: HttpRequest,
    desk: Desk,
    proposal: Proposal,
    filled: FilledForms | None = None,
    revealed: Revealed | None = None,
) -> dict[str, Any]:
    """Return what the middle and the right pane show of one proposal."""
    forms = filled or FilledForms()
    transitions = allowed_transitions(request.user, proposal)
    targets = {change.target for change in transitions if change.action == Action.MODERATE}
    steps = official_steps([change for change in transitions if change.action == Action.DECIDE])
    decision = forms.decision or DecisionForm.of(proposal)
    # Every step from one status needs a reply, or none does: the browser then asks for it by itself.
    needs_reply = bool(steps) and all(step.transition.needs_reply for step in steps)
    decision.fields["text"].required = decision.fields["department"].required = needs_reply
    near = dossier.neighbours(proposal)
    may_edit = proposal.status in EDITABLE and may_act(request.user, Action.MODERATE, proposal)
    moderation = forms.moderation or ModerationForm.of(proposal)
    moderation.fields["title"].widget.attrs["lang"] = proposal.language
    return {
        "proposal": proposal,
        "about": about_title(proposal),
        "due": due(proposal),
        "is_new": proposal.status == Status.SUBMITTED,
        "targets": targets,
        "steps": steps,
        "explained": needs_reply,
        "may_edit": may_edit,
        "pieces": pieces_of(proposal.text),
        "asked": forms.asked,
        **personal_context(request, proposal, moderation if may_edit else None, forms, revealed),
        "following": desk.after(proposal),
        "moderation": moderation,
        "rejection": forms.rejection or RejectionForm(initial={"status": proposal.status}),
        "merging": forms.merging or MergeForm(initial={"status": proposal.status}),
        "decision": decision,
        "replies": proposal.replies.select_related("department"),
        "near": near,
        "sign": dossier.sign_facts(proposal),
        "crossed": dossier.route_districts(proposal),
        "entries": dossier.history(proposal, request.user),
        "map_data": dossier.map_data(proposal, near),
        "map_bbox": dossier.map_bbox(proposal),
    }


def personal_context(
    request: HttpRequest,
    proposal: Proposal,
    moderation: ModerationForm | None,
    forms: FilledForms,
    revealed: Revealed | None,
) -> dict[str, Any]:
    """Return what is personal on the page: finds to decide on, the contact, the text as it was sent."""
    finds = noticed_in(proposal, moderation) if moderation is not None else []
    contact: ProposalContact | None = getattr(proposal, "contact", None)
    has_phone = contact is not None and contact.kind == ContactKind.PHONE
    has_original = getattr(proposal, "original", None) is not None
    return {
        "finds": finds,
        "undecided": sum(not find.choice for find in finds),
        "contact": contact,
        "reveal": forms.contact or ContactForm(initial={"status": proposal.status}),
        "may_reveal": has_phone and may_act(request.user, Action.DECIDE, proposal),
        "may_read_original": has_original and may_act(request.user, Action.AUDIT, proposal),
        "revealed": revealed or Revealed(),
    }


def _item(proposal: Proposal) -> dict[str, Any]:
    return {"proposal": proposal, "about": about_title(proposal), "due": due(proposal)}
