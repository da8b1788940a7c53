"""What residents see and send: intake and browse."""
