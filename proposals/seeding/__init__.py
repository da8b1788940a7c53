"""A made-up city's worth of proposals, for measuring and trying out: what ``seed_load`` loads."""
