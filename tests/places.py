"""Real named places of Shymkent, (lon, lat), for tests that need more than squares."""

CITY_CENTRE = (69.6004, 42.3099)
RAILWAY_STATION = (69.6103, 42.2987)
AIRPORT = (69.4789, 42.3642)
SAYRAM = (69.7576, 42.3025)
TASHKENT = (69.2401, 41.2995)
