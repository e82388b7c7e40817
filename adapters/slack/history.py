"""What the bot posted in a conversation: each message carries a token, so that it is not posted twice."""

from datetime import datetime

from adapters.slack.inbound import Payload
from adapters.slack.web_api import WebApiClient
from scheduler.ports import CannotTell, Found, NotThere, Sent

EVENT = "mastery_delivery"
PAGES, PAGE = 5, 200  # of a conversation's history that are looked through for a message


def metadata(token: str) -> Payload:
    """What a message carries to be known again."""
    return {"event_type": EVENT, "event_payload": {"token": token}}


async def look(client: WebApiClient, key: str, channel: str, token: str, since: datetime) -> Found:
    """Whether the message with this token is there. key: the workspace's token. Raises what `client` raises."""
    cursor = ""
    for _ in range(PAGES):
        answer = await client.ask("conversations.history", key, _page(channel, since, cursor))
        for message in answer.get("messages") or []:
            if _token(message) == token:
                return Sent(str(message["ts"]))
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return NotThere()
    return CannotTell("the conversation has too many messages since then to look through")


def _page(channel: str, since: datetime, cursor: str) -> dict[str, str]:
    return {
        "channel": channel,
        "oldest": f"{since.timestamp():.6f}",
        "inclusive": "true",
        "include_all_metadata": "true",
        "limit": str(PAGE),
        **({"cursor": cursor} if cursor else {}),
    }


def _token(message: Payload) -> str:
    found = message.get("metadata") or {}
    ours = found.get("event_type") == EVENT
    return str((found.get("event_payload") or {}).get("token") or "") if ours else ""
