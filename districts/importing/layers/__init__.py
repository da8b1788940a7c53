"""Open files of geometry with the one driver of what they hold, and let them reach nothing beyond themselves."""
