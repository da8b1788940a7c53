"""What every page and answer is made with."""
