"""E-mail to who has neither platform: over a real SMTP server, once, with a link to stop that is honoured."""

import logging
import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
from sqlalchemy import text

from adapters.email.pages import ASKED, STARTED, STOPPED, StopPages
from adapters.email.render import as_html, as_text, subject
from adapters.email.sender import EmailSender, MailPace
from adapters.email.settings import EmailSettings, Encryption, MailServer, read
from adapters.email.stop_links import token_for
from adapters.web.server import application, listening
from bot.core.errors import SettingsError
from bot.core.identity import Person
from bot.core.reply import Actions, Button, Facts, Heading, Reply, Text, WebLink
from bot.core.settings import Settings, with_sections
from bot.db.deployment import identity
from bot.features.people.repository_codes import Codes
from bot.features.reports.repository import Reports
from bot.identity.repository import People
from scheduler.ports import Ambiguous, Outcome, Refused, Sent, Throttled
from tests.support.announcing import ANN, LATER, LEE, NEXT, SAM, looked_at, weeks
from tests.support.ground import NOON, TODAY, account
from tests.support.mail_server import Postbox, mail_server
from tests.support.reminding import Weeks
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url", "weeks"]
OURS = "https://mastery.example"
AL = "al.fox@school.example"
HELLO = Reply((Text("Hello"),), "announcement")


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    async with mail_server() as found:
        yield found


@pytest.fixture
async def mailing(weeks: Weeks, box: Postbox) -> Weeks:
    """Lee's hub with e-mail on: Sam is in Slack, Ann in Teams, Al Fox has joined neither."""
    at = weeks.talk.ground.store
    at.by_email = True
    weeks.beside["email"] = sender_to(weeks, box)
    return weeks


def server_at(port: int, tls: Encryption = Encryption.NONE, per_minute: int = 60) -> MailServer:
    return MailServer("127.0.0.1", port, "mastery@hub.example", tls, per_minute, OURS)


def sender_to(weeks: Weeks, box: Postbox, per_minute: int = 60, patience: float = 5.0) -> EmailSender:
    ours = server_at(box.port, per_minute=per_minute)
    return EmailSender(ours, weeks.talk.ground.store, weeks.clock, lambda: 0.0, patience)


async def al_of(weeks: Weeks) -> Person:
    return next(one for one in await People(weeks.talk.ground.store).all() if one.name == "Al Fox")


async def sent_to_al(weeks: Weeks, box: Postbox, patience: float = 5.0) -> Outcome:
    return await sender_to(weeks, box, patience=patience).send({"person": (await al_of(weeks)).id}, HELLO, "m-1")


async def test_an_announcement_reaches_who_has_neither_platform(mailing: Weeks, box: Postbox) -> None:
    said = await mailing.talk.say(LEE, "cohort announce Bring your folders to https://hub.example/room?a=1&b=2.")
    assert "It will reach 3 people (1 on Slack, 1 on Teams, 1 by e-mail)." in said
    assert "Not joined yet" not in said
    await mailing.talk.press(LEE, "Send it now (3 people)")
    assert sorted(user for user, _ in await mailing.tick(NEXT)) == [SAM, ANN]
    await mailing.tick(LATER)
    (mail,) = box.taken
    assert box.to == [AL]
    assert mail["To"] == AL
    assert mail["From"] == "mastery@hub.example"
    assert "Bring your folders" in mail["Subject"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(rf"<{OURS}/email/stop/\d+\.[\w-]+>", mail["List-Unsubscribe"])
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Bring your folders" in plain.get_content()
    assert f"{OURS}/email/stop/" in plain.get_content()
    assert 'href="https://hub.example/room?a=1&amp;b=2"' in html.get_content()


async def test_no_copy_of_the_address_lies_in_the_outbox_or_in_the_log(
    mailing: Weeks, box: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    box.refuses_to = f"550 <{AL}> is unknown here"
    await mailing.talk.say(LEE, "cohort announce to Al Fox: Hello")
    await mailing.talk.press(LEE, "Send it now (1 person)")
    await mailing.tick(NEXT)
    async with mailing.talk.ground.store.transaction() as connection:
        rows = (await connection.execute(text("SELECT * FROM delivery"))).all()
    assert AL not in repr(rows)
    ours = [one for one in caplog.records if one.name != "mail.log"]  # the server's own
    assert AL not in repr([(one.getMessage(), one.__dict__) for one in ours])
    assert "the mail server refused it (550)" in await looked_at(mailing)


async def test_a_press_or_the_mail_programs_own_button_stops_them_and_looking_does_not(
    mailing: Weeks, box: Postbox
) -> None:
    at, al = mailing.talk.ground.store, await al_of(mailing)
    path = f"/email/stop/{token_for(al.id, (await identity(at)).key)}"
    app = application([], {})
    StopPages(at, mailing.clock).mount(app)
    async with listening(app, "127.0.0.1", 0) as port, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web:
        for _ in range(2):
            assert ASKED in await (await web.get(path)).text(), "a scanner that follows links stops nothing"
        one_click = await web.post(path, data={"List-Unsubscribe": "One-Click"})
        assert one_click.status == 200
        assert STOPPED in await one_click.text()
        said = await mailing.talk.say(LEE, "cohort announce Hello")
        assert "It will reach 2 people (1 on Slack, 1 on Teams)." in said
        assert "Not joined yet, and asked for no e-mail: Al Fox." in said
        await mailing.talk.press(LEE, "Send it now (2 people)")
        await mailing.tick(NEXT)
        assert not box.taken
        assert "asked for no e-mail: Al Fox" in await looked_at(mailing)
        assert "asked for no messages by e-mail" in await mailing.talk.say(LEE, "cohort status Al Fox")
        assert STARTED in await (await web.post(path, data={"do": "again"})).text()
        assert "1 by e-mail" in await mailing.talk.say(LEE, "cohort announce Hello")
        for forged in (path[:-1] + "x", f"/email/stop/{al.id + 1}.{path.partition('.')[2]}", "/email/stop/1"):
            assert (await web.get(forged)).status == 404
            assert (await web.post(forged)).status == 404
    async with at.transaction() as connection:
        kinds = (
            (await connection.execute(text("SELECT what FROM audit WHERE what LIKE 'email.%'"))).scalars().all()
        )
    assert kinds == ["email.stopped", "email.started"]


async def test_who_stops_them_after_it_was_written_gets_it_no_more(mailing: Weeks, box: Postbox) -> None:
    from bot.identity.email_choices import EmailChoices  # noqa: PLC0415

    al = await al_of(mailing)
    await EmailChoices(mailing.talk.ground.store).set(al.id, NOON, wants=False)
    assert await sent_to_al(mailing, box) == Refused("asked for no e-mail")
    assert not box.taken


async def test_reminders_go_by_e_mail_too_and_stop_with_it(mailing: Weeks, box: Postbox) -> None:
    from bot.identity.email_choices import EmailChoices  # noqa: PLC0415

    g = mailing.talk.ground
    await Reports(g.store).add(g.here, "Baseline", TODAY.replace(day=5), g.lead.id, NOON)
    await mailing.tick("2026-11-02T08:00")
    await mailing.tick("2026-11-02T12:00")
    assert [mail["Subject"] for mail in box.taken if "Baseline" in str(mail["Subject"])]
    before = len(box.taken)
    await EmailChoices(g.store).set((await al_of(mailing)).id, NOON, wants=False)
    await mailing.tick("2026-11-05T12:00")
    assert len(box.taken) == before


async def test_who_joins_before_it_goes_gets_it_in_the_chat_and_not_twice(mailing: Weeks, box: Postbox) -> None:
    g = mailing.talk.ground
    await Reports(g.store).add(g.here, "Baseline", TODAY.replace(day=5), g.lead.id, NOON)
    await mailing.tick("2026-11-01T20:00")
    async with g.store.transaction() as connection:
        waits = text("SELECT count(*) FROM delivery WHERE platform = 'email' AND status = 'ready'")
        assert (await connection.execute(waits)).scalar_one() > 0
    await mailing.talk.joined("slack:al", await al_of(mailing))
    await mailing.tick("2026-11-02T06:00")
    sent = [user for user, said in await mailing.tick("2026-11-02T12:00") if "Baseline" in said]
    assert "slack:al" in sent
    assert not box.taken


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 try later", Throttled(120.0)),
        ("421 too many", Throttled(120.0)),
        ("554 no", Refused("the mail server refused it (554)", for_good=True)),
        ("454 not now", Refused("the mail server refused it (454)", for_good=False)),
    ],
)
async def test_what_the_server_says_is_told_apart(
    mailing: Weeks, box: Postbox, answer: str, outcome: Outcome
) -> None:
    box.says = [answer]
    assert await sent_to_al(mailing, box) == outcome
    assert await sent_to_al(mailing, box) == Sent(box.taken[0]["Message-ID"])
    assert len(box.taken) == 1


async def test_a_connection_that_breaks_off_behind_the_text_may_have_sent_it(mailing: Weeks, box: Postbox) -> None:
    box.hangs_up = 2
    assert isinstance(await sent_to_al(mailing, box), Ambiguous)
    box.taken.clear()
    box.hangs_up = 9
    await mailing.talk.say(LEE, "cohort announce to Al Fox: Hello")
    await mailing.talk.press(LEE, "Send it now (1 person)")
    for minute in range(1, 60, 6):
        await mailing.tick(f"2026-11-02T12:{minute:02}")
    assert len(box.taken) == 2, "an announcement is sent once more where nobody can look, and never again"
    assert len({mail["Message-ID"] for mail in box.taken}) == 1, "so that mail programs show one"
    assert "may have arrived" in await looked_at(mailing)


async def test_a_server_that_says_nothing_or_is_not_there_is_tried_again(mailing: Weeks, box: Postbox) -> None:
    box.silent = True
    outcome = await sent_to_al(mailing, box, patience=0.05)
    assert outcome == Refused("the mail server did not answer (SMTPReadTimeoutError)", for_good=False)
    nobody = EmailSender(server_at(1), mailing.talk.ground.store, mailing.clock, lambda: 0.0, 1.0)
    al = {"person": (await al_of(mailing)).id}
    refused = await nobody.send(al, HELLO, "m-2")
    assert isinstance(refused, Refused)
    assert not refused.for_good
    assert "did not answer" in nobody.problem


async def test_a_server_without_encryption_is_given_nothing_where_it_is_wanted(
    mailing: Weeks, box: Postbox
) -> None:
    ours = server_at(box.port, Encryption.STARTTLS)
    strict = EmailSender(ours, mailing.talk.ground.store, mailing.clock, lambda: 0.0, 1.0)
    refused = await strict.send({"person": (await al_of(mailing)).id}, HELLO, "m-1")
    assert isinstance(refused, Refused)
    assert not box.taken


async def test_nothing_can_be_put_into_a_head(mailing: Weeks, box: Postbox) -> None:
    said = Reply((Text("Hello\r\nBcc: everybody@x.example\u2028\x0bmore"),), "announcement")
    assert "\n" not in subject(said)
    assert isinstance(await sender_to(mailing, box).send({"person": (await al_of(mailing)).id}, said, "m-1"), Sent)
    assert box.taken[0]["Bcc"] is None
    assert box.to == [AL]
    async with mailing.talk.ground.store.transaction() as connection:
        change = text("UPDATE person SET email = :to WHERE name = 'Al Fox'")
        await connection.execute(change, {"to": "al@x.example\nbcc:eve@x.example"})
    assert await sent_to_al(mailing, box) == Refused("no e-mail address is on record any more")


def test_no_more_go_in_a_minute_than_is_set() -> None:
    now = [0.0]
    pace = MailPace(2, lambda: now[0])
    assert [pace.wait(), pace.wait(), pace.wait()] == [0.0, 0.0, 60.0]
    now[0] = 59.5
    assert pace.wait() == 1.0
    now[0] = 60.0
    assert pace.wait() == 0.0


async def test_codes_are_made_when_they_go_and_lie_nowhere(mailing: Weeks, box: Postbox) -> None:
    at = mailing.talk.ground.store
    said = await mailing.talk.say(LEE, "hub codes")
    assert "1 person has not joined yet, 1 of them with an e-mail address." in said
    assert "1 code is on the way by e-mail." in await mailing.talk.press(LEE, "Send the code by e-mail")
    await mailing.tick(NEXT)
    (mail,) = box.taken
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"join ([2-9B-Z]{4}-[2-9B-Z]{4})", body.get_content())
    assert found is not None
    async with at.transaction() as connection:
        for table in ("delivery", "occasion", "relay", "audit", "join_code"):
            assert found[1] not in repr((await connection.execute(text(f"SELECT * FROM {table}"))).all())  # noqa: S608
    person = await Codes(at).redeem(found[1], account("al"), mailing.clock.moment, {"user": "al"})
    assert person.name == "Al Fox"
    assert "everybody has joined" in await mailing.talk.say(LEE, "hub codes")


async def test_without_e_mail_codes_are_one_file_and_nobody_is_written_to(weeks: Weeks, box: Postbox) -> None:
    said = await weeks.talk.say(LEE, "hub codes")
    assert "as one file?" in said
    assert "by e-mail" not in await weeks.talk.say(LEE, "cohort announce Hello")
    assert not box.taken


def test_text_and_html_say_the_same() -> None:
    blocks = (
        Heading("Residential <1>"),
        Text("See https://hub.example"),
        Facts((("Venue", "A & B"),), "Where"),
        WebLink("The map", "https://maps.example/x"),
        Actions((Button("Press me", "x"),)),
    )
    reply = Reply(blocks, "announcement", then=Reply((Text("And more"),), "announcement"))
    plain, html = as_text(reply, f"{OURS}/s"), as_html(reply, f"{OURS}/s")
    for said in ("See ", "Where", "The map: ", "And more", f"{OURS}/s"):
        assert said in plain
        assert said in html
    assert "Residential &lt;1&gt;" in html
    assert "A &amp; B" in html
    assert "Press me" not in plain + html


def settings(**email: object) -> Settings:
    kind = with_sections({"email": EmailSettings})
    return kind.model_validate({"email": email, "web": {"url": OURS}})


HOST: dict[str, object] = {"host": "smtp.hub.example", "from": "mastery@hub.example"}
HALVES: list[tuple[dict[str, object], dict[str, str], str]] = [
    ({"host": "smtp.hub.example"}, {}, "email.from is not"),
    ({"from": "mastery@hub.example"}, {}, "email.host is not"),
    ({}, {"EMAIL_PASSWORD": "secret"}, "EMAIL_PASSWORD is set, but email.host is not"),
    (HOST, {"EMAIL_USER": "me"}, "set both"),
    ({**HOST, "tls": "none"}, {}, "email.tls is none"),
]


@pytest.mark.parametrize(("email", "environment", "said"), HALVES)
def test_half_a_configuration_is_refused_in_words(
    email: dict[str, object], environment: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        read(environment, settings(**email))
    assert "secret" not in str(refused.value)


def test_it_is_off_unless_a_host_is_named_and_needs_our_own_address() -> None:
    assert read({}, settings()) is None
    ours = read({"EMAIL_USER": "me", "EMAIL_PASSWORD": "secret"}, settings(**HOST))
    assert ours is not None
    assert (ours.port, ours.tls, ours.public_url) == (587, Encryption.STARTTLS, OURS)
    assert "secret" not in repr(ours)
    kind = with_sections({"email": EmailSettings})
    with pytest.raises(SettingsError, match=r"web\.url is not"):
        read({}, kind.model_validate({"email": HOST}))
