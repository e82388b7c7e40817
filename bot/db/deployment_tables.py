"""The table of what makes this deployment this one."""

from sqlmodel import Field

from bot.db.base import TableModel
from bot.db.personal_data import KeptForGood, NobodysData


class DeploymentRow(TableModel, table=True):
    """One row. name: told to others, as in the ids of calendar entries; key: hexadecimal, and told to nobody."""

    __tablename__ = "deployment"
    __holds__ = "a name for this deployment, and the key that its links to files are signed with"
    __retention__ = (KeptForGood("calendar entries are known by the name"),)
    __erasure__ = (NobodysData("made up at the first use"),)

    id: int = Field(primary_key=True)
    name: str
    key: str
