"""The workspaces in which the bot is installed, each with its token: one of the environment, others on record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Workspace:
    """`bot_user`: the bot's own account there, which is never answered."""

    team: str
    token: str
    bot_user: str = ""


class Workspaces:
    """`own`: the one whose token stands in the environment, once Slack has said which it is."""

    def __init__(self) -> None:
        self.own: Workspace | None = None

    async def of(self, team: str) -> Workspace | None:
        """Nothing for a workspace in which the bot is not installed."""
        if self.own is not None and team in ("", self.own.team):
            return self.own
        return None
