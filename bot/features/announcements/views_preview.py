"""An announcement before it is sent, in words: whom it is for, the preview with the head-count. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.core.fitting import first_names, with_and
from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Block, Button, Note, Reply, Text
from bot.features.announcements.domain import Announcement, Audience, Reach, Who
from bot.features.announcements.message import KIND, unpinged
from bot.features.residentials.domain import Residential, ResidentialState
from bot.language.dates import in_words

BY_EMAIL = "email"  # the platform of what goes by e-mail
REDRAFT = "announcement redrafted"  # reads the words under a draft
EARLY, LATE = time(7), time(19)  # outside of it, phones ring at home


def preview(
    these: Sequence[Announcement], reaches: Sequence[Reach], names: Mapping[int, str], now: datetime
) -> Reply:
    """What would be sent, to how many, who cannot be reached. One act, perhaps to several hubs."""
    one, people = these[0], sum(reach.people for reach in reaches)
    blocks: list[Block] = [Text(f"Not sent yet. This will go to {whom(these, names)}:"), Text(unpinged(one.text))]
    blocks.append(Note("\n".join([_when(one), *_counts(these, reaches), *_extras(one)])))
    if odd := _odd_hour(now if one.at_once else one.send_at, one.hub.zone):
        blocks.append(Note(odd))
    values = {"act": str(one.act), "seen": seen(these)}
    do = "Send it now" if one.at_once else "Schedule it"
    go = Button(f"{do} ({_people(people)})", "announce_send", values, "primary")
    reached = people or any(reach.channels for reach in reaches)
    buttons = (*((go,) if reached else ()), Button("Change", "announce_edit", values))
    drop = Button("Don't send", "announce_drop", values)
    asks = OpenQuestion(
        yes=go.label if reached else "", no=drop.label, reader=REDRAFT, values=values, exact=(go.label,)
    )
    return Reply((*blocks, Actions((*buttons, drop))), KIND, entry=KIND, asks=asks)


MOST_LEFT_OUT = 3  # by name; where more are, those whom it goes to are named


def audience_in_words(audience: Audience, names: Mapping[int, str]) -> str:
    match audience.who:
        case Who.ALL:
            return "everybody"
        case Who.LATE:
            return "everyone with a late report"
        case Who.UNANSWERED:
            return f"everyone who hasn't answered about residential {audience.number}"
        case Who.CANNOT:
            return f"everyone who can't come to residential {audience.number}"
        case Who.PEOPLE:
            known = [names[number] for number in audience.people if number in names]
            left_out = [name for number, name in sorted(names.items()) if number not in audience.people]
            if 0 < len(left_out) <= MOST_LEFT_OUT < len(known):
                return f"everybody but {' and '.join(left_out)}"
            return with_and(known) or "nobody who is still there,"


def whom(these: Sequence[Announcement], names: Mapping[int, str]) -> str:
    """“everybody at the hub”, “everyone at the hub with a late report”."""
    audience, at = these[0].audience, f"at {hubs_of(these)}"
    said = audience_in_words(audience, names)
    if audience.who in (Who.LATE, Who.UNANSWERED, Who.CANNOT):
        return said.replace("everyone", f"everyone {at}", 1)
    return f"{said} {at}"


def hubs_of(these: Sequence[Announcement]) -> str:
    names = [one.hub.name for one in these]
    return names[0] if len(names) == 1 else f"{len(names)} hubs ({first_names(names)})"


def moment_in_words(at: datetime, zone: str) -> str:
    """Mon 30 Nov at 08:00, by the hub's clock."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{in_words(local.date())} at {local:%H:%M}"


def seen(these: Sequence[Announcement]) -> str:
    """What a button was shown for; after a change it is another, and a forgotten draft's number may come again."""
    return f"{born(these[0])}.{these[0].revision}"


def born(one: Announcement) -> str:
    return str(int(one.created_at.timestamp() * 1_000))


def numbers_of(residentials: Sequence[Residential]) -> list[int]:
    return [one.number for one in residentials if one.state is not ResidentialState.CANCELLED]


def _when(one: Announcement) -> str:
    if one.at_once:
        return "It goes out at once when you press “Send it now”."
    return f"On {moment_in_words(one.send_at, one.hub.zone)} it will be sent."


def _counts(these: Sequence[Announcement], reaches: Sequence[Reach]) -> list[str]:
    lines = []
    for one, reach in zip(these, reaches, strict=True):
        hub = f"{one.hub.name}: " if len(these) > 1 else ""
        where = ", ".join(in_numbers(name, count) for name, count in sorted(reach.platforms.items(), key=_last))
        lines.append(f"{hub}It will reach {_people(reach.people)}{f' ({where})' if where else ''}.")
        if reach.not_joined:
            lines.append(f"{hub}Not joined yet, so not reached: {first_names(reach.not_joined)}.")
        if reach.no_email:
            lines.append(f"{hub}Not joined yet, and asked for no e-mail: {first_names(reach.no_email)}.")
        if one.audience.channel:
            there = " and ".join(name.capitalize() for name in reach.channels)
            lines.append(
                f"{hub}{f'Also in the channel in {there}' if there else 'The hub has no channel here yet'}."
            )
    return lines


def in_numbers(platform: str, count: int) -> str:
    """“3 on Slack”, “2 by e-mail”."""
    return f"{count} by e-mail" if platform == BY_EMAIL else f"{count} on {platform.capitalize()}"


def _last(counted: tuple[str, int]) -> tuple[bool, str]:
    """E-mail behind the platforms on which people have joined."""
    return counted[0] == BY_EMAIL, counted[0]


def _extras(one: Announcement) -> list[str]:
    read = ["With an “I've read this” button."] if one.ask_read else []
    return [*read, *(["Everybody in the channel will be pinged."] if one.audience.everyone else [])]


def _odd_hour(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    if local.weekday() >= 5:
        return f"That is on a {local:%A}."
    return "" if EARLY <= local.time() < LATE else f"That is at {local:%H:%M}: phones ring at home."


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
