"""The table of what each lead was last told in the morning."""

from datetime import date

from sqlmodel import Field

from bot.db.base import TableModel
from bot.db.personal_data import ByPerson, KeptWith


class LeadMorningRow(TableModel, table=True):
    """The last morning on which it was looked what needs a lead of a hub.

    shown: a hash of what they were last told, so that the same is not told again. off: they want no such message.
    """

    __tablename__ = "lead_morning"
    __holds__ = "when a lead was last told in the morning what needs them, and whether they want that"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="what you were told in the mornings"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    hub_id: int = Field(foreign_key="hub.id", primary_key=True)
    day: date
    shown: str = ""
    off: bool = False
