"""Pictures of a made-up cohort and of one of its people; `python -m docs.pictures.made_up` writes both anew."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.core.identity import Cohort, Hub
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.pictures.cohort import picture
from bot.features.cohort.pictures.person import picture as person_picture
from bot.features.release_days.domain import Balance
from bot.features.reports.domain import Report
from bot.features.residentials.domain import AttendanceAnswer, Residential, ResidentialState

DONE, COMING, CANNOT = datetime(2027, 1, 10, 12, tzinfo=UTC), AttendanceAnswer.COMING, AttendanceAnswer.CANNOT
HUB = Hub(1, "North Mersey Maths Hub")
COHORT = Cohort(1, "Cohort 12", date(2026, 9, 1), date(2027, 8, 31), 20)
REPORTS = (
    Report(1, 1, 1, "Autumn report", date(2026, 12, 11), 1),
    Report(2, 1, 1, "Spring report", date(2027, 1, 29), 1),
    Report(3, 1, 1, "Summer report", date(2027, 7, 2), 1),
)
RESIDENTIALS = (
    Residential(1, 1, 1, 1, date(2026, 11, 12), date(2026, 11, 13), "Leeds", ResidentialState.CONFIRMED, 1),
    Residential(2, 1, 1, 2, date(2027, 3, 4), date(2027, 3, 5), "York", ResidentialState.CONFIRMED, 1),
    Residential(3, 1, 1, 3, date(2027, 6, 17), date(2027, 6, 18), None, ResidentialState.PROVISIONAL, 1),
)
PEOPLE = (  # name, joined, half-days used and planned, reports done, answers by residential
    ("Aisha Rahman", True, 10, 4, (1, 2), {1: COMING, 2: COMING, 3: COMING}),
    ("Łukasz Nuñez", True, 9, 4, (1, 2), {1: COMING, 2: COMING}),
    ("Carys Llewellyn-Wynne", True, 4, 6, (1,), {1: COMING, 2: COMING}),
    ("Dev Anand", True, 11, 0, (1, 2), {1: COMING, 2: CANNOT}),
    ("Ellie Brooks", True, 0, 0, (), {1: CANNOT}),
    ("Femi Adeyemi", True, 13, 7, (1, 2), {1: COMING, 2: COMING, 3: COMING}),
    ("Grace O'Neill", False, 0, 0, (), {}),
    ("Zoë Björklund", True, 8, 4, (1, 2), {1: COMING, 2: COMING, 3: CANNOT}),
)


def made_up() -> CohortStatus:
    people = tuple(
        SpecialistProgress(
            number,
            name,
            None,
            "Oakfield Primary",
            joined,
            Balance(used, planned, COHORT.half_days),
            None,
            dict.fromkeys(done, DONE),
            coming,
        )
        for number, (name, joined, used, planned, done, coming) in enumerate(PEOPLE, 1)
    )
    return CohortStatus(HUB, COHORT, date(2027, 2, 12), people, REPORTS, RESIDENTIALS)


def drawn() -> dict[str, bytes]:
    """File name → the picture."""
    status = made_up()
    carys = next(one for one in status.people if one.name.startswith("Carys"))
    return {"cohort_status.png": picture(status).png, "person_status.png": person_picture(carys, status).png}


if __name__ == "__main__":
    for name, png in drawn().items():
        Path(__file__).with_name(name).write_bytes(png)
