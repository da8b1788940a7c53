"""Debian's nginx with the portal's own configuration and a self-signed certificate, on ports of its own."""

import contextlib
import os
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.drills.portal import LOGS, ROOT, free_port, is_taken, wait_until

NGINX = "/usr/sbin/nginx"


@dataclass(frozen=True, slots=True)
class Proxy:
    """An nginx before the portal.

    Attributes:
        port: where it takes https.
        http_port: where it takes http.
        tls: with which its certificate is trusted.
        logs: the folder of its logs.
    """

    port: int
    http_port: int
    tls: ssl.SSLContext
    logs: Path


@contextlib.contextmanager
def proxy_before(portal_port: int) -> Iterator[Proxy]:
    """Check the written configuration by ``nginx -t``, and serve with it until the block ends."""
    state = Path(tempfile.mkdtemp(prefix="geoportal-proxy-"))
    try:
        certificate, key = _certificate(state)
        http_port = free_port()
        https_port = free_port(http_port + 1)
        environment = {
            **os.environ,
            "PROXY_STATE": str(state),
            "PROXY_UPSTREAM": f"127.0.0.1:{portal_port}",
            "PROXY_HTTP_LISTEN": f"127.0.0.1:{http_port}",
            "PROXY_HTTPS_LISTEN": f"127.0.0.1:{https_port}",
            "PROXY_ACCESS_LOG": str(state / "access.log"),
            "PROXY_ERROR_LOG": str(state / "error.log"),
            "PROXY_CERTIFICATE": str(certificate),
            "PROXY_CERTIFICATE_KEY": str(key),
            "SITE_ADDRESS": "localhost",
        }
        subprocess.run(
            [str(ROOT / "deploy" / "proxy" / "render.sh")],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        nginx = [NGINX, "-e", str(state / "error.log"), "-c", str(state / "nginx.conf")]
        subprocess.run([*nginx, "-t", "-q"], check=True, umask=0o027)
        process = subprocess.Popen([*nginx, "-g", "daemon off;"], umask=0o027)
        try:
            tls = ssl.create_default_context(cafile=str(certificate))
            wait_until(lambda: is_taken(https_port), within_s=20, what="nginx listens")
            yield Proxy(https_port, http_port, tls, state)
        finally:
            process.terminate()
            process.wait(20)
    finally:
        for log in state.glob("*.log"):
            shutil.copy(log, LOGS / f"nginx-{log.name}")
        shutil.rmtree(state, ignore_errors=True)


def _certificate(state: Path) -> tuple[Path, Path]:
    certificate, key = state / "certificate.pem", state / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return certificate, key
