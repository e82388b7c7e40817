"""The tables, with everything in the schema that must hold whatever the code does. One file a subject."""

from bot.store.tables.announcements import AnnouncementReadRow, AnnouncementRow
from bot.store.tables.audit import AuditRow
from bot.store.tables.base import Table, Utc
from bot.store.tables.dates import AttendanceRow, ReportRow, ReportSubmissionRow, ResidentialRow
from bot.store.tables.days import ReleaseDayRow
from bot.store.tables.desk import (
    AskedRow,
    AskerHubRow,
    EntryWeekRow,
    HubChannelRow,
    NoDigestRow,
    ProposedEntryRow,
    RelayRow,
    WordingRow,
)
from bot.store.tables.events import PendingEventRow, SeenEventRow, WelcomeRow
from bot.store.tables.installations import InstallationRow
from bot.store.tables.outbox import (
    DeliveryRow,
    HeartbeatRow,
    HubHolidayRow,
    OccasionRow,
    PlatformStateRow,
    ReminderChoiceRow,
)
from bot.store.tables.people import (
    AccountRow,
    CohortRow,
    EnrolmentRow,
    HubRow,
    JoinAttemptRow,
    JoinCodeRow,
    LeadRow,
    PersonRow,
)
from bot.store.tables.walks import WalkAnswerRow, WalkRow

__all__ = [
    "AccountRow",
    "AnnouncementReadRow",
    "AnnouncementRow",
    "AskedRow",
    "AskerHubRow",
    "AttendanceRow",
    "AuditRow",
    "CohortRow",
    "DeliveryRow",
    "EnrolmentRow",
    "EntryWeekRow",
    "HeartbeatRow",
    "HubChannelRow",
    "HubHolidayRow",
    "HubRow",
    "InstallationRow",
    "JoinAttemptRow",
    "JoinCodeRow",
    "LeadRow",
    "NoDigestRow",
    "OccasionRow",
    "PendingEventRow",
    "PersonRow",
    "PlatformStateRow",
    "ProposedEntryRow",
    "RelayRow",
    "ReleaseDayRow",
    "ReminderChoiceRow",
    "ReportRow",
    "ReportSubmissionRow",
    "ResidentialRow",
    "SeenEventRow",
    "Table",
    "Utc",
    "WalkAnswerRow",
    "WalkRow",
    "WelcomeRow",
    "WordingRow",
]
