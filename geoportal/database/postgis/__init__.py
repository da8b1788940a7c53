"""Django's PostGIS, whose pool survives a restart of the server."""
