"""The container route keeps secrets in the checkout: neither git nor the image takes them along."""

from fnmatch import fnmatch

import pytest

from tests.support.paths import ROOT

SECRETS = ("mastery.env", "database.password", "mastery.db", "mastery.db-wal")
TEMPLATE = "adapters/templates/mastery.env"


@pytest.mark.parametrize("file", [".gitignore", ".dockerignore"])
def test_what_holds_secrets_is_ignored_and_the_template_is_not(file: str) -> None:
    rules = (ROOT / file).read_text().split()
    for secret in SECRETS:
        assert any(fnmatch(secret, rule.removeprefix("**/")) for rule in rules), secret
    assert rules.index(f"!{TEMPLATE}") > next(at for at, rule in enumerate(rules) if rule.endswith("*.env"))
    assert (ROOT / TEMPLATE).exists()
