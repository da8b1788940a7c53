"""Read a GTFS feed, row by row with the standard library's csv: the GTFS libraries bring pandas, 116–257 MB."""
