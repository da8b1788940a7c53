"""The review pages: the queue, one proposal, and the acts on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from districts.access import Action
from districts.guarding import staff_only
from proposals.models import ContactReason, Proposal, RejectionReason, Status
from proposals.originals import read_original
from proposals.review.decisions import advance_proposal
from proposals.review.dossier import last_mover
from proposals.review.forms import (
    ContactForm,
    DecisionForm,
    MergeForm,
    ModerationForm,
    RejectionForm,
    SeenForm,
)
from proposals.review.hiding import NotMaskable, Undecided
from proposals.review.moderation import (
    NotMergeable,
    edit_proposal,
    merge_proposals,
    publish_proposal,
    reject_proposal,
    return_to_queue,
)
from proposals.review.pages import FilledForms, Revealed, queue_context, work_context
from proposals.review.queue import Queue
from proposals.review.revealing import reveal_telephone
from proposals.review.wording import said_after, said_too_late
from proposals.review.workflow import StatusMoved, check_transition, may_act

INVALID = 422


@require_safe
@staff_only(Action.VIEW)
def review_queue(request: HttpRequest) -> HttpResponse:
    """Show the queue; at a desk its first proposal stands open beside it."""
    queue = Queue.from_query(request.GET, request.user)
    context = queue_context(request, queue)
    if context["items"]:
        first = _find(request, context["items"][0]["proposal"].public_id)
        context |= work_context(request, first, queue)
    return render(request, "proposals/review/queue.html", context)


@require_safe
@staff_only(Action.VIEW)
def review_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one proposal beside the queue."""
    return _show(request, _find(request, public_id))


@require_POST
@staff_only(Action.VIEW)
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish under the headline, topic and department of the form."""
    proposal, form = _find(request, public_id), ModerationForm(request.POST)
    if not form.is_valid():
        return _show(request, proposal, FilledForms(moderation=form))
    data = form.cleaned_data
    try:
        return _act(
            request,
            proposal,
            Status.PUBLISHED,
            lambda: publish_proposal(
                proposal=proposal,
                actor=_user(request),
                title=data["title"],
                topic=data["topic"],
                department=data["department"],
                decisions=form.decisions,
                expected=form.seen,
            ),
        )
    except (Undecided, NotMaskable) as question:
        return _ask(request, proposal, form, question, "publish")


@require_POST
@staff_only(Action.VIEW)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save headline, topic and department; the status stays."""
    proposal, form = _find(request, public_id), ModerationForm(request.POST)
    if not form.is_valid():
        return _show(request, proposal, FilledForms(moderation=form))
    data = form.cleaned_data
    try:
        edit_proposal(
            proposal=proposal,
            actor=_user(request),
            title=data["title"],
            topic=data["topic"],
            department=data["department"],
            decisions=form.decisions,
            expected=form.seen,
        )
    except StatusMoved as moved:
        return _too_late(request, moved.proposal)
    except (Undecided, NotMaskable) as question:
        return _ask(request, proposal, form, question, "edit")
    messages.success(request, _("Saved."))
    seen = Proposal.objects.for_staff(request.user, Action.VIEW).filter(pk=proposal.pk).exists()
    return _go(request, proposal if seen else None)


@require_POST
@staff_only(Action.VIEW)
def reject(request: HttpRequest, public_id: str) -> HttpResponse:
    """Refuse to publish, for a reason."""
    proposal, form = _find(request, public_id), RejectionForm(request.POST)
    if not form.is_valid():
        return _show(request, proposal, FilledForms(rejection=form))
    reason = RejectionReason(form.cleaned_data["reason"])
    return _act(
        request,
        proposal,
        Status.REJECTED,
        lambda: reject_proposal(proposal=proposal, actor=_user(request), reason=reason, expected=form.seen),
    )


@require_POST
@staff_only(Action.VIEW)
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Merge into another proposal, found by its number."""
    proposal, form = _find(request, public_id), MergeForm(request.POST)
    if not form.is_valid():
        return _show(request, proposal, FilledForms(merging=form))
    other = form.cleaned_data["number"]
    try:
        return _act(
            request,
            proposal,
            Status.MERGED,
            lambda: merge_proposals(proposal=proposal, into=other, actor=_user(request), expected=form.seen),
        )
    except NotMergeable:
        form.add_error("number", _("It cannot be merged into this one: choose another published proposal."))
        return _show(request, proposal, FilledForms(merging=form))


@require_POST
@staff_only(Action.VIEW)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Undo a publication or a rejection, and stay with the proposal."""
    proposal, form = _find(request, public_id), SeenForm(request.POST)
    if not form.is_valid():
        return _show(request, proposal)
    try:
        back = return_to_queue(proposal=proposal, actor=_user(request), expected=form.seen)
    except StatusMoved as moved:
        return _too_late(request, moved.proposal)
    messages.success(request, said_after(back))
    return _go(request, back)


@require_POST
@staff_only(Action.VIEW)
def advance(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an official step, with a public reply where one is written."""
    proposal = _find(request, public_id)
    target = _target(request)
    form = DecisionForm(request.POST)
    if form.is_valid() and form.seen == proposal.status:
        form = DecisionForm(request.POST, transition=check_transition(request.user, proposal, target))
    if not form.is_valid():
        return _show(request, proposal, FilledForms(decision=form))
    data = form.cleaned_data
    return _act(
        request,
        proposal,
        target,
        lambda: advance_proposal(
            proposal=proposal,
            actor=_user(request),
            target=target,
            expected=form.seen,
            reply_text=data["text"],
            reply_language=data["language"],
            department=data["department"],
        ),
    )


@require_POST
@staff_only(Action.DECIDE)
def reveal_contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the author's telephone in this one answer, for a reason that the history keeps."""
    proposal, form = _find(request, public_id), ContactForm(request.POST)
    if not form.is_valid():
        return _show(request, proposal, FilledForms(contact=form))
    reason = ContactReason(form.cleaned_data["reason"])
    telephone = reveal_telephone(proposal=proposal, actor=_user(request), reason=reason)
    if telephone is None:
        raise Http404
    return _show(request, proposal, revealed=Revealed(telephone=telephone))


@require_POST
@staff_only(Action.AUDIT)
def reveal_original(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an auditor in this one answer the text as it was sent; the history keeps that."""
    proposal = _find(request, public_id)
    if not may_act(request.user, Action.AUDIT, proposal):
        raise PermissionDenied
    original = read_original(proposal=proposal, actor=_user(request))
    if original is None:
        raise Http404
    return _show(request, proposal, revealed=Revealed(original=original))


def _ask(
    request: HttpRequest,
    proposal: Proposal,
    form: ModerationForm,
    question: Undecided | NotMaskable,
    act: str,
) -> HttpResponse:
    """Bring the form back, with the question what to do with personal data, or with what hiding it would do."""
    if isinstance(question, Undecided):
        return _show(request, proposal, FilledForms(moderation=form, asked=act))
    if question.part == "title":
        form.add_error("title", _("With what is hidden the headline is too long: shorten it."))
    else:
        form.add_error(
            None,
            _("With what is hidden too little or too much text would remain: show some of it, or reject it."),
        )
    return _show(request, proposal, FilledForms(moderation=form))


def _act(
    request: HttpRequest, proposal: Proposal, target: Status, service: Callable[[], Proposal]
) -> HttpResponse:
    """Do it and go on to the next in the queue; whoever comes second is told who came first."""
    queue = Queue.from_query(request.GET, request.user)
    following = queue.after(request.user, proposal)
    try:
        done = service()
    except StatusMoved as moved:
        mover = last_mover(moved.proposal)
        # The same person pressed twice: the first time counted.
        if moved.proposal.status != target or mover is None or mover.actor != request.user:
            return _too_late(request, moved.proposal)
        return _go(request, following)
    undoable = done.status in {Status.PUBLISHED, Status.REJECTED}
    tags = f"{done.public_id} {done.status}" if undoable else ""
    messages.success(request, said_after(done), extra_tags=tags)
    return _go(request, following)


def _too_late(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    messages.warning(request, said_too_late(proposal, last_mover(proposal)))
    return _go(request, proposal)


def _go(request: HttpRequest, proposal: Proposal | None) -> HttpResponse:
    """Lead to a proposal in the same queue, or to the queue."""
    queue = Queue.from_query(request.GET, request.user)
    if proposal is None:
        address = reverse("proposals:review")
    else:
        address = reverse("proposals:review_detail", args=[proposal.public_id])
    response = redirect(f"{address}?{queue.query}")
    response.status_code = 303
    return response


def _show(
    request: HttpRequest,
    proposal: Proposal,
    filled: FilledForms | None = None,
    revealed: Revealed | None = None,
) -> HttpResponse:
    queue = Queue.from_query(request.GET, request.user)
    context: dict[str, Any] = queue_context(request, queue) | work_context(
        request, proposal, queue, filled, revealed
    )
    return render(
        request, "proposals/review/detail.html", context, status=INVALID if filled is not None else None
    )


def _find(request: HttpRequest, public_id: str) -> Proposal:
    """Return a proposal of the user's districts and topics; another's answers as one that is not there."""
    seen = Proposal.objects.for_staff(request.user, Action.VIEW).with_names()
    proposal = (
        seen.select_related("code", "merged_into", "contact", "original")
        .defer("contact__ciphertext", "original__ciphertext")
        .filter(public_id=public_id)
        .first()
    )
    if proposal is None:
        raise Http404
    return proposal


def _target(request: HttpRequest) -> Status:
    target = request.POST.get("target", "")
    if target not in Status.values:
        raise Http404
    return Status(target)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (staff_only let nobody else in)
    return request.user
