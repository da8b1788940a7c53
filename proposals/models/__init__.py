"""The records of what residents say and what the city answers."""

from proposals.models.area import StoredArea
from proposals.models.contact import ProposalContact
from proposals.models.history import ContactReason, HistoryAction, HistoryEntry
from proposals.models.many import ManyFrom, OneOfMany
from proposals.models.original import ProposalOriginal
from proposals.models.proposal import LocationSource, Proposal
from proposals.models.reference import Consent, Department, StaffTopic, Topic
from proposals.models.response import OfficialReply, Photo, Support
from proposals.models.status import (
    COUNTED_STATUSES,
    TRANSITIONS,
    WITHDRAWABLE,
    RejectionReason,
    Status,
    Transition,
)

__all__ = [
    "COUNTED_STATUSES",
    "TRANSITIONS",
    "WITHDRAWABLE",
    "Consent",
    "ContactReason",
    "Department",
    "HistoryAction",
    "HistoryEntry",
    "LocationSource",
    "ManyFrom",
    "OfficialReply",
    "OneOfMany",
    "Photo",
    "Proposal",
    "ProposalContact",
    "ProposalOriginal",
    "RejectionReason",
    "StaffTopic",
    "Status",
    "StoredArea",
    "Support",
    "Topic",
    "Transition",
]
