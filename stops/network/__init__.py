"""Places, routes and vehicles: the city as its sources give it."""
