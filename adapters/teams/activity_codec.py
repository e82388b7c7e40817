"""The JSON that Teams posts → botbuilder's Activity, without msrest, which takes half a millisecond for each.

The JSON stays beside it: references and mentions are read from there, and nothing that Teams says is lost.
"""

from typing import Any

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

Json = dict[str, Any]


class NotAnActivity(ValueError):
    """The JSON is not of the shape that Teams sends."""


class InboundActivity(Activity):  # type: ignore[misc]
    """An activity that came in; `raw` is what it was read from."""

    raw: Json


def arrived(body: Json) -> InboundActivity:
    """The activity in a JSON body. Raises NotAnActivity where a field has another type than Teams gives it."""
    found = InboundActivity(
        type=_words(body, "type"),
        id=_words(body, "id"),
        name=_words(body, "name"),
        action=_words(body, "action"),
        text=_words(body, "text"),
        channel_id=_words(body, "channelId"),
        service_url=_there(body, "serviceUrl"),  # without it nothing could be answered
        reply_to_id=_words(body, "replyToId"),
        locale=_words(body, "locale"),
        local_timezone=_words(body, "localTimezone"),
        from_property=_account(body.get("from")),
        recipient=_account(body.get("recipient")),
        conversation=_conversation(body.get("conversation")),
        members_added=_accounts(body, "membersAdded"),
        members_removed=_accounts(body, "membersRemoved"),
        channel_data=body.get("channelData"),
        value=body.get("value"),
    )
    found.raw = body
    return found


def _words(found: Json, name: str) -> str | None:
    value = found.get(name)
    if value is None or isinstance(value, str):
        return value
    raise NotAnActivity(name)


def _there(found: Json, name: str) -> str:
    value = _words(found, name)
    if not value:
        raise NotAnActivity(name)
    return value


def _account(found: object) -> ChannelAccount | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise NotAnActivity("an account")
    return ChannelAccount(
        id=_words(found, "id"), name=_words(found, "name"), aad_object_id=_words(found, "aadObjectId")
    )


def _accounts(body: Json, name: str) -> list[ChannelAccount]:
    found = body.get(name) or []
    if not isinstance(found, list):
        raise NotAnActivity(name)
    return [_account(one) for one in found if one is not None]


def _conversation(found: object) -> ConversationAccount | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise NotAnActivity("a conversation")
    return ConversationAccount(
        id=_words(found, "id"),
        conversation_type=_words(found, "conversationType"),
        tenant_id=_words(found, "tenantId"),
    )
