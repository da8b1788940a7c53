"""The demo city of Shymkent, loaded from ``fixtures/``: deterministic and safe to repeat."""
