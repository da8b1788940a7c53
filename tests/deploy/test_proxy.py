"""nginx before the portal takes whole requests, waits for nobody for long, and writes no secret down."""

import re
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROXY = ROOT / "deploy" / "proxy"
# What may hold a secret, a search, a contact or who somebody is.
NEVER_LOGGED = {
    "request", "request_uri", "uri", "document_uri", "args", "query_string", "request_body", "remote_addr",
    "binary_remote_addr", "proxy_add_x_forwarded_for", "remote_user", "request_filename",
}  # fmt: skip
NEVER_LOGGED_PREFIXES = ("http_", "cookie_", "sent_http_", "upstream_http_", "upstream_cookie_", "arg_")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the configuration as it is written without and with the city's name, and before its certificate."""
    folder = tmp_path_factory.mktemp("proxy")
    certificate = folder / "certificate.pem"
    certificate.write_text("a certificate", encoding="utf-8")
    return {
        "plain": render(folder / "plain"),
        "waiting": render(folder / "waiting", SITE_ADDRESS="ideas.example.org"),
        "tls": render(folder / "tls", SITE_ADDRESS="ideas.example.org", PROXY_CERTIFICATE=str(certificate)),
    }


def render(state: Path, **environment: str) -> str:
    """Return the written configuration, what it includes among it."""
    subprocess.run(
        [str(PROXY / "render.sh")],
        env={"PATH": "/usr/bin:/bin", "PROXY_STATE": str(state), **environment},
        check=True,
        stdout=subprocess.PIPE,
    )
    return (state / "nginx.conf").read_text(encoding="utf-8") + (state / "server.conf").read_text(
        encoding="utf-8"
    )


def directives(text: str) -> set[str]:
    """Return the simple directives, one line each, without comments."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return {re.sub(r"\s+", " ", line).rstrip(";") for line in lines if line.endswith(";")}


def test_every_value_is_put_in_and_the_variables_of_nginx_stay(written: dict[str, str]) -> None:
    for text in written.values():
        assert "${" not in text
        assert "$request_time" in text


def test_whole_requests_are_taken_and_slow_senders_are_not_waited_for(written: dict[str, str]) -> None:
    portal = directives((PROXY / "portal.conf").read_text(encoding="utf-8"))
    assert {"proxy_request_buffering on", "proxy_buffering on"} <= portal
    whole = directives(written["tls"])
    assert "client_max_body_size 32m" in whole
    for name in ("client_header_timeout", "client_body_timeout", "send_timeout", "keepalive_timeout"):
        (seconds,) = {int(match[1]) for line in whole if (match := re.fullmatch(rf"{name} (\d+)s", line))} - {
            10
        }
        assert 10 <= seconds <= 30


def test_no_secret_is_logged(written: dict[str, str]) -> None:
    text = written["tls"]
    (formatted,) = re.findall(r"log_format (.*?);", text, flags=re.DOTALL)
    logged = set(re.findall(r"\$(\w+)", formatted))
    assert not logged & NEVER_LOGGED
    assert not [name for name in logged if name.startswith(NEVER_LOGGED_PREFIXES)]
    assert {line.split()[-1] for line in directives(text) if line.startswith("access_log")} == {"portal"}
    # The error log writes whole request lines below this level.
    inside = text[text.index("http {") :]
    assert {line.split()[-1] for line in directives(inside) if line.startswith("error_log")} == {"alert"}


def test_the_path_of_a_receipt_or_a_new_password_is_masked(written: dict[str, str]) -> None:
    (pattern,) = re.findall(r'"~\*(\^.*?)" \$before-;', written["plain"])
    masked = re.compile(pattern.replace("?<", "?P<"), flags=re.IGNORECASE)
    for path in (
        "/kk/r/s3cr3t/", "/ru/r/s3cr3t", "/R/s3cr3t", "/en/r/s3cr3t/photos/r/x",
        "/ru/accounts/password/reset/key/1a-s3cr3t/", "/ru/accounts/confirm-email/s3cr3t/",
    ):  # fmt: skip
        match = masked.match(path)
        assert match
        assert "s3cr3t" not in match["before"]
    for path in ("/kk/", "/kk/proposals/1f2e/", "/q/20DPWX18ZG/", "/ru/review/", "/api/v1/heatmap"):
        assert not masked.match(path)


def test_http_leads_to_https_only_where_there_is_a_certificate(written: dict[str, str]) -> None:
    assert "return 301 https://ideas.example.org$request_uri" in directives(written["tls"])
    assert "ssl" not in written["plain"]
    assert "proxy_pass" not in written["waiting"]
    assert "acme-challenge" in written["waiting"]


def test_the_portal_hears_who_asked_and_how_and_metrics_stay_inside() -> None:
    text = (PROXY / "portal.conf").read_text(encoding="utf-8")
    assert {
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for",
        "proxy_set_header X-Forwarded-Proto $scheme",
        "proxy_set_header Host $http_host",
    } <= directives(text)
    (pattern,) = re.findall(r"location ~\* (\S+) \{\n    return 404", text)
    for path in ("/metrics", "/metrics/", "//metrics", "/METRICS"):
        assert re.match(pattern, path, flags=re.IGNORECASE)
    assert not re.match(pattern, "/metricsx")


def test_the_scripts_of_the_containers_can_be_run() -> None:
    for script in PROXY.glob("*.sh"):
        assert script.stat().st_mode & stat.S_IXUSR
