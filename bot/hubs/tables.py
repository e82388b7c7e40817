"""The table of school holidays, hub by hub."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from bot.db.base import TableModel
from bot.db.personal_data import KeptUntil, NobodysData


class HubHolidayRow(TableModel, table=True):
    """School holidays of a hub's schools; both days belong to it."""

    __tablename__ = "hub_holiday"
    __holds__ = "a hub's school holidays"
    __retention__ = (KeptUntil("a lead removes them", "past reminders are explained by them"),)
    __erasure__ = (NobodysData("dates of a hub's schools"),)
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_day_before_last"),)

    hub_id: int = Field(foreign_key="hub.id", primary_key=True)
    first_day: date = Field(primary_key=True)
    last_day: date
