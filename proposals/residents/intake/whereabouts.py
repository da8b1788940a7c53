"""Where a form was opened: at a place, in a bus, or without a code; and what may be chosen there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from proposals.residents.intake.vehicle import Sighting
from stops.network.models import BusRoute, Place, RouteStop, RouteVersion
from stops.signs.models import CodeBinding, QRCode


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a form was opened.

    Attributes:
        code: the scanned code; None from the map.
        place: where a point code hangs.
        usual_route: the route on which the bus of a code usually runs.
        route: the route on which it runs now, as the resident says.
        version: that route's version in force.
        board_number: the bus.
        seen: where that bus was when the code was scanned, where it is known.
        routes: all routes in use, to choose another from.
        stops: the stops of the version, by direction and order, with their places.
    """

    code: QRCode | None = None
    place: Place | None = None
    usual_route: BusRoute | None = None
    route: BusRoute | None = None
    version: RouteVersion | None = None
    board_number: str = ""
    seen: Sighting | None = None
    routes: Sequence[BusRoute] = field(default=())
    stops: Sequence[RouteStop] = field(default=())

    @classmethod
    def of_binding(
        cls, code: QRCode, binding: CodeBinding, route_id: int | None = None, seen: Sighting | None = None
    ) -> Self:
        """Return where a code hangs.

        Args:
            code: the scanned code.
            binding: its binding in force, with place and route fetched.
            route_id: the other route on which the bus is said to run; an unknown one is not believed. Where
                the resident says nothing, the bus's own word counts, since buses change routes.
            seen: where the bus was when the code was scanned.
        """
        if binding.route is None:
            return cls(code=code, place=binding.place)
        routes = list(BusRoute.objects.in_use().by_number())
        said = route_id if route_id is not None or seen is None else seen.route_id
        route = next((route for route in routes if route.pk == said), binding.route)
        stops = list(
            RouteStop.objects.filter(direction__version__route=route, direction__version__valid_to=None)
            .select_related("direction__version", "place")
            .defer("direction__line")
            .order_by("direction__direction", "sequence")
        )
        version = stops[0].direction.version if stops else route.versions.filter(valid_to=None).first()
        return cls(
            code=code,
            usual_route=binding.route,
            route=route,
            version=version,
            board_number=binding.board_number,
            seen=seen,
            routes=routes,
            stops=stops,
        )

    @property
    def is_route_by_bus(self) -> bool:
        """Whether the bus itself says that it runs on this route, which is not its usual one."""
        if self.route is None or self.route == self.usual_route or self.seen is None:
            return False
        return self.seen.route_id == self.route.pk
