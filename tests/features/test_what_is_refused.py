"""A refusal names what is wrong, and keeps what was typed to be put right."""

import pytest

from bot.core.dispatcher import Core
from bot.core.form import Form, TextField
from bot.db.store import Store
from tests.support.talking import LEE, SAM, Hub, talking


@pytest.fixture
async def hub(core: Core, store: Store) -> Hub:
    return await talking(core, store)


def typed(form: Form) -> dict[str, str]:
    return {field.name: field.value for field in form.fields if isinstance(field, TextField)}


async def test_an_address_that_is_none_is_named_and_the_rest_is_kept(hub: Hub) -> None:
    said = await hub.say(LEE, "cohort enrol Pat Doe, not-an-email, Oakfield Primary")
    assert said.startswith("“not-an-email” is not an e-mail address.")
    (form,) = hub.last[LEE].forms
    assert typed(form) == {"name": "Pat Doe", "email": "not-an-email", "school": "Oakfield Primary"}


async def test_words_in_which_no_day_is_seen_are_kept_as_the_note(hub: Hub) -> None:
    said = await hub.say(SAM, "/releaseday log foo bar")
    assert "I see no date in “foo bar”" in said
    (form,) = hub.last[SAM].forms
    assert typed(form)["note"] == "foo bar"
