"""The city's public data as vector tiles, for QGIS and other maps."""
