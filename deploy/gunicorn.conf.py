"""The application server of `make run`, the containers, the benchmarks and the drills: gunicorn with greenlets.

A client that is slow costs a greenlet, not one of a few threads. The application is loaded by each worker, not
before them (no ``preload_app``): psycopg must be imported after gevent has put its own ``select`` in place, for only
then do greenlets wait for the database side by side.
"""

import logging
import os
import resource
from typing import Any

worker_class = "gevent"
workers = int(os.environ.get("WEB_WORKERS") or 2)
# Clients of one worker at a time, slow and idle ones among them; further ones wait in the backlog.
worker_connections = 2000
# How long a kept connection may say nothing, and how long a client may take for its headers.
keepalive = 20
# A worker whose greenlets were not served for so long is stuck in one computation, and is replaced.
timeout = 60
# Kept connections that say nothing are waited for too: Ctrl-C and a restart shall not take long.
graceful_timeout = 5
# A drawn area of a hundred corners stands in the address; the server takes no longer one than this.
limit_request_line = 8190
worker_tmp_dir = "/dev/shm"  # noqa: S108  # the heartbeat: a disk may be slow, memory is not
control_socket_disable = True

_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
_wanted = 2 * worker_connections + 500
resource.setrlimit(resource.RLIMIT_NOFILE, (max(_soft, min(_hard, _wanted)), _hard))

# A page may keep the database busy for so long; the worker of background jobs and the commands take their time.
os.environ.setdefault(
    "PGOPTIONS", "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s -c lock_timeout=20s"
)


def worker_exit(server: Any, worker: Any) -> None:
    """End at once: GEOS writes a traceback for each object that is left when its greenlet is already gone."""
    # One that could not boot tells the master by its status; the master itself calls this for one that is gone.
    if not worker.booted or worker.pid != os.getpid():
        return
    logging.shutdown()
    os._exit(0)
