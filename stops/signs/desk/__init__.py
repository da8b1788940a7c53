"""The pages of the sign keepers."""
