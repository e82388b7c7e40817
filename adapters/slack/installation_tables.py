"""The table of the workspaces that installed the bot by themselves, each with the token given there."""

from datetime import datetime

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc


class InstallationRow(TableModel, table=True):
    """`bot`: the bot's own account there. `token`: encrypted, so that a copied database opens no workspace."""

    __tablename__ = "installation"

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    name: str
    bot: str
    token: str
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
