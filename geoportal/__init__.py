"""The project: settings, addresses, base templates, city configuration and health."""
