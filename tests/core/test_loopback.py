"""What counts as this machine is a host, not how an address begins."""

import pytest
from pydantic import ValidationError

from adapters.chooser_settings import ChooserSettings
from bot.core.loopback import is_loopback
from bot.core.settings_sections import TeamsSettings, WebSettings

HERE = (
    "http://localhost",
    "http://localhost:3978/x",
    "http://127.0.0.1:80",
    "http://127.0.0.2",
    "http://[::1]:8080",
)
ELSEWHERE = (
    *("http://localhost.example.org", "http://127.0.0.1.example.org", "http://localhost@bot.example"),
    *("http://127.0.0.1:80@bot.example", "http://bot.example", "ftp://localhost", "https://", "localhost"),
)


@pytest.mark.parametrize("address", [*HERE, "https://bot.example", "HTTPS://bot.example"])
def test_an_address_with_https_or_on_this_machine_is_taken(address: str) -> None:
    assert WebSettings(url=address).url == address
    assert TeamsSettings(url=address).url == address
    assert ChooserSettings(address=address, model="m").address == address


@pytest.mark.parametrize("address", ELSEWHERE)
def test_one_that_only_looks_like_it_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="https://"):
        WebSettings(url=address)
    with pytest.raises(ValidationError, match="https://"):
        WebSettings(contact=address)
    with pytest.raises(ValidationError, match="https://"):
        ChooserSettings(address=address, model="m")


def test_a_host_is_this_machine_by_its_name_or_its_number() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.8.0.1", "::1")))
    assert not any(map(is_loopback, ("", "localhost.example", "0.0.0.0", "10.0.0.1", "::")))  # noqa: S104
