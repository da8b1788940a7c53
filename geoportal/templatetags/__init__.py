"""Template tags that every app's templates may load by name."""
