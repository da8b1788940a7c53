"""The limits, in metres, seconds and days, within which the place of a proposal is believed, and how exact each is."""

DEVICE_ACCURACY_MAX_M = 300
"""The roughest position of a phone that is taken; the database refuses rougher ones too."""

DEVICE_FROM_ROUTE_MAX_M = 200
"""The greatest distance from the route at which the phone's position is believed."""

VEHICLE_FROM_ROUTE_MAX_M = 200
"""The greatest distance from the route at which the position of the bus is used."""

VEHICLE_FIX_AGE_MAX_S = 120
"""The oldest position of the bus that is believed at the moment of the scan."""

VEHICLE_KEPT_MAX_DAYS = 7
"""How long a form may lie on a phone before it is sent; later the position of the bus in it is not used."""

PIN_FROM_CITY_MAX_M = 300
"""How far beyond today's districts a pin may lie."""

PLACE_ACCURACY_M = 25.0
"""Of a sign, a stop or a named place: about the length of a stop."""

PIN_ACCURACY_M = 50.0
"""Of a pin set by hand on a phone's map."""

VEHICLE_ACCURACY_M = 30.0
"""Of a receiver on a bus among houses: the feed itself says nothing of it."""

VEHICLE_SPEED_MAX_M_S = 15.0
"""A city bus is not faster (54 km/h): so far it may have gone in each second since its position was taken."""
