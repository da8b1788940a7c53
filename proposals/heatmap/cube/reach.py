"""How far a member of staff sees: which districts, and which topics in them, with all statuses."""

from dataclasses import dataclass
from typing import Any, Self

from districts.models import District
from geoportal.staff.access import Action, grants


@dataclass(frozen=True, slots=True)
class Part:
    """What one role reaches; ``None`` is everything, for districts what lies outside them too."""

    districts: frozenset[int] | None
    topics: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything that the roles of one person reach together; no part, nothing."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, user: Any, action: Action) -> Self:
        """Return what a user may see by an action's grants, as ``ProposalQuerySet.for_staff`` says it."""
        parts = []
        for grant in grants(user, action).prefetch_related("topic_limits"):
            ids = (
                District.objects.filter(kato=grant.kato).values_list("pk", flat=True) if grant.kato else None
            )
            topics = frozenset(limit.topic_id for limit in grant.topic_limits.all())
            parts.append(Part(None if ids is None else frozenset(ids), topics or None))
        return cls(tuple(parts))

    @property
    def is_by_topic(self) -> bool:
        """Whether topics must be told apart to keep to it."""
        return any(part.topics is not None for part in self.parts)

    def topics_in(self, district: int) -> frozenset[int] | None:
        """Return the topics that are seen in a district (0 outside all): none, some, or ``None`` for all."""
        seen: frozenset[int] = frozenset()
        for part in self.parts:
            if part.districts is None or district in part.districts:
                if part.topics is None:
                    return None
                seen |= part.topics
        return seen

    def sql(self) -> tuple[str, dict[str, list[int]]]:
        """Return the condition on ``district`` and ``topic`` of a row, and its parameters."""
        either, parameters = [], {}
        for number, part in enumerate(self.parts):
            both = []
            for name, values in (("district", part.districts), ("topic", part.topics)):
                if values is not None:
                    parameters[f"reach_{name}{number}"] = sorted(values)
                    both.append(f"{name} = ANY(%(reach_{name}{number})s::bigint[])")
            either.append(" AND ".join(both) or "true")
        return f"({' OR '.join(f'({each})' for each in either) or 'false'})", parameters
