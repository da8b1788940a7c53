"""The files around the portal say the same as its settings."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from pytest_django.fixtures import Settings

ROOT = Path(__file__).resolve().parents[2]
# Fixed inside the image, or spoken of in the environment of one service only.
NOT_FOR_CONTAINERS = {"MEDIA_ROOT"}


def names_in_settings() -> set[str]:
    """Return the names of the environment variables that the settings read."""
    text = (ROOT / "geoportal" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text))


def names_in_example() -> set[str]:
    """Return the variables that ``.env.example`` documents."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#?([A-Z_]+)=", text, flags=re.MULTILINE))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """Return the parsed ``docker-compose.yml``."""
    described: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return described


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert names_in_example() - {"PORT"} == names_in_settings()


def test_containers_get_every_setting(compose: dict[str, Any]) -> None:
    for service in ("setup", "web", "worker"):
        assert set(compose["services"][service]["environment"]) == names_in_settings() - NOT_FOR_CONTAINERS


def test_containers_run_words_that_the_entry_point_knows(compose: dict[str, Any]) -> None:
    script = (ROOT / "deploy" / "container.sh").read_text(encoding="utf-8")
    for service in ("setup", "web", "worker"):
        (word,) = compose["services"][service]["command"]
        assert re.search(rf"^    {word}\)", script, flags=re.MULTILINE)


def test_the_containers_before_the_portal_run_scripts_that_can_be_run(compose: dict[str, Any]) -> None:
    for service in ("proxy", "certificate"):
        (script,) = compose["services"][service]["entrypoint"]
        path = ROOT / "deploy" / script.removeprefix("/srv/")
        assert path.stat().st_mode & 0o111
        assert "./deploy/proxy:/srv/proxy:ro" in compose["services"][service]["volumes"]


def test_the_certificate_is_fetched_only_where_it_is_asked_for(compose: dict[str, Any]) -> None:
    assert compose["services"]["certificate"]["profiles"] == ["tls"]
    assert compose["services"]["proxy"]["environment"]["PROXY_UPSTREAM"] == "web:8000"


def test_one_server_serves_everywhere() -> None:
    for path in ("deploy/run.sh", "deploy/container.sh", "tests/drills/serve.sh"):
        assert "gunicorn --config deploy/gunicorn.conf.py" in (ROOT / path).read_text().replace('"', "")


def test_the_demo_is_asked_for(compose: dict[str, Any]) -> None:
    assert compose["services"]["web"]["environment"]["DEMO"] == "${DEMO:-0}"


def test_only_the_proxy_is_reached_from_outside_and_only_from_this_machine(compose: dict[str, Any]) -> None:
    published = {name: service.get("ports", []) for name, service in compose["services"].items()}
    assert {name for name, ports in published.items() if ports} == {"proxy"}
    assert all(":-127.0.0.1:" in port for port in published["proxy"])


def test_services_wait_for_what_they_need(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["setup"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {"setup": {"condition": "service_completed_successfully"}}
    assert services["proxy"]["depends_on"] == {"web": {"condition": "service_healthy"}}
    assert {"db", "web"} <= {name for name, service in services.items() if "healthcheck" in service}


def test_volumes_and_mounted_files_exist(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in compose["volumes"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-installer.txt"])
def test_pinned_packages_have_digests_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9][^\n]*(?:\n {4}[^\n]*)*", text, flags=re.MULTILINE)
    assert packages
    assert all("==" in package and "--hash=sha256:" in package for package in packages)


def test_npm_lock_has_digests_and_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert '"integrity": "sha512-' in text


def test_static_files_get_hashed_names_and_name_no_missing_file(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "geoportal.storage.StaticStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (settings.STATIC_ROOT / "staticfiles.json").exists()
