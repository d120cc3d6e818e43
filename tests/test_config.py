"""An installation's settings: every fault named at start, and nothing unsafe outside a demonstration."""

import os
from pathlib import Path

import pytest

from audit import config
from audit.command_line import choose_setting
from audit.config import SettingsError

AWAY = "postgresql+psycopg://stickprov:hemligt@db.example.org/stickprov"


def faults(instance: Path, **environ: str) -> list[str]:
    try:
        config.load(instance, environ)
    except SettingsError as error:
        return error.faults
    return []


def test_all_faults_are_named_at_once_from_file_and_environment(instance: Path) -> None:
    (instance / "settings.toml").write_text('idle_minutes = "tio"\nfarg = "blå"\nclosing_minimum = 0\n', "utf-8")
    said = faults(instance, STICKPROV_SECURE_COOKIES="kanske", STICKPROV_ABSOLUTE_MINUTES="²")
    assert [line.split()[1] for line in said] == [
        "idle_minutes", "farg", "closing_minimum", "secure_cookies", "absolute_minutes",
    ]  # fmt: skip


def test_a_file_that_can_not_be_read_and_a_damaged_key_are_named_too(instance: Path) -> None:
    config.load(instance, {})
    (instance / "settings.toml").write_text("idle_minutes = ")
    (instance / "keys" / "pseudonym").write_text("inte hex")
    said = faults(instance)
    assert len(said) == 2
    assert "settings.toml: kan inte läsas" in said[0]
    assert said[1].startswith(f"Nyckeln {instance / 'keys' / 'pseudonym'} är skadad")


def test_the_ways_in_are_checked_at_start(instance: Path) -> None:
    """An unknown role, a provider in clear text, and everything that it needs: all named at once."""
    (instance / "settings.toml").write_text(
        'second_factor_roles = "granskare, chef"\nsso_issuer = "http://sso.example"\n'
    )
    words = " ".join(faults(instance))
    for named in ("rollen chef", "sso_issuer", "sso_client_id", "keys/sso", "public_url"):
        assert named in words
    (instance / "settings.toml").unlink()
    assert config.load(instance, {}).roles_with_second_factor == {"samordnare", "granskare", "enhetschef"}
    (instance / "DEMO").touch()
    assert config.load(instance, {}).roles_with_second_factor == frozenset()


def test_a_mailbox_for_the_journal_takes_an_address_and_a_mail_server(instance: Path) -> None:
    for mailbox in ('"arkivet"', '"journal@arkiv.example"'):
        (instance / "settings.toml").write_text(f"journal_head_mailbox = {mailbox}\n")
        assert "journal_head_mailbox" in " ".join(faults(instance))


def test_the_environment_comes_before_the_file(instance: Path) -> None:
    (instance / "settings.toml").write_text("idle_minutes = 10\nbackup_days = 3\n")
    settings = config.load(instance, {"STICKPROV_IDLE_MINUTES": "20"})
    assert (settings.idle_minutes, settings.backup_days) == (20, 3)


def test_a_place_that_can_not_be_one_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert faults(tmp_path / "file" / "instance")[0].startswith("Mappen ")


@pytest.mark.skipif(os.name != "posix", reason="only there do files say who may read them")
def test_keys_and_passwords_that_others_may_read_are_refused(instance: Path) -> None:
    config.load(instance, {})
    (instance / "keys" / "session").chmod(0o640)
    (instance / "settings.toml").write_text(f'database_url = "{AWAY}?sslmode=verify-full"\n')
    (instance / "settings.toml").chmod(0o644)
    assert [line.rpartition(" ")[2] for line in faults(instance)] == [
        str(instance / "keys" / "session"), str(instance / "settings.toml"),
    ]  # fmt: skip
    (instance / "DEMO").touch()
    assert faults(instance) == []


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        (AWAY, False),
        (f"{AWAY}?sslmode=prefer", False),
        (f"{AWAY}?sslmode=verify-full", True),
        ("postgresql+psycopg://u@/x?host=%2Fvar%2Frun%2Fpostgresql", True),
        ("postgresql+psycopg://u@/x?host=db.example.org", False),
        ("postgresql+psycopg://u@127.0.0.1:5432/x", True),
        ("sqlite:////var/lib/stickprov/stickprov.db", True),
    ],
)
def test_a_database_elsewhere_has_to_be_reached_safely(instance: Path, url: str, safe: bool) -> None:
    said = faults(instance, STICKPROV_DATABASE_URL=url)
    assert (said == []) is safe
    assert "hemligt" not in "".join(said)


def test_the_database_is_chosen_without_touching_the_other_settings(instance: Path) -> None:
    (instance / "settings.toml").write_text('# våra val\ndatabase_url = "sqlite:///a"\nidle_minutes = 9\n', "utf-8")
    choose_setting(instance, "database_url", 'sqlite:///"b"')
    assert (instance / "settings.toml").read_text("utf-8").splitlines()[1:] == ["# våra val", "idle_minutes = 9"]
    assert config.load(instance, {}).database_url == 'sqlite:///"b"'
