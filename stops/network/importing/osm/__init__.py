"""Read a city's stops, routes, places, base layer and boundaries from an OpenStreetMap extract."""
