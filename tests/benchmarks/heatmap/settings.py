"""The portal's own settings, with the addresses that requests are measured against."""

from geoportal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.heatmap.urls"
