"""A long computation stops nobody where greenlets serve, and keeps its language and its errors."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from geoportal.web.aside import aside

ROOT = Path(__file__).resolve().parents[3]
BESIDE = """
from gevent import monkey
monkey.patch_all()
import django
import gevent
from django.conf import settings
settings.configure(USE_I18N=True)
django.setup()
from django.utils import translation
from geoportal.web.aside import aside

beats = []

def beat():
    while True:
        beats.append(1)
        gevent.sleep(0.001)

def compute():
    first = len(beats)
    while len(beats) < first + 5:  # for ever, where nobody else goes on
        pass
    return translation.get_language()

gevent.spawn(beat)
translation.activate("kk")
with gevent.Timeout(30):
    print(aside(compute))
"""


def test_other_visitors_go_on_while_one_asks_for_a_long_computation() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BESIDE], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout.strip()) == (0, "kk"), done.stderr


def test_elsewhere_the_work_is_done_right_here() -> None:
    with translation.override("ru"):
        assert aside(translation.get_language) == "ru"
    with pytest.raises(ZeroDivisionError):
        aside(divmod, 1, 0)
