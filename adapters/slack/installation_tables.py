"""The table of the workspaces that installed the bot by themselves, each with the token given there."""

from datetime import datetime

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import KeptUntil, NobodysData


class InstallationRow(TableModel, table=True):
    """`bot`: the bot's own account there. `token`: encrypted, so that a copied database opens no workspace."""

    __tablename__ = "installation"
    __holds__ = "of workspaces that installed the bot: id, name, the bot's own account, the encrypted token"
    __retention__ = (KeptUntil("the bot is removed from the workspace", "it needs the token to answer there"),)
    __erasure__ = (NobodysData("a workspace, and the bot's own account in it"),)

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    name: str
    bot: str
    token: str
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
