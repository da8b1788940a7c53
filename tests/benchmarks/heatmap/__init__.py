"""How fast the heat map is beside plain SQL and an empty view: ``python -m tests.benchmarks.heatmap``."""
