"""From the scan page to a located, stored proposal, exactly once."""
