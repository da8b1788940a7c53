"""Where the buses are now: the operator's GTFS-realtime feed, fetched, read and kept."""
