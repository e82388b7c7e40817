"""The pictures of a cohort and of a person: they can be read, they are small, and their words say the same."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.features.cohort.pictures.cohort import LONGEST_ALT, MOST_DRAWN, WIDE, picture
from bot.features.cohort.pictures.lettering import FONT, drawable
from bot.features.cohort.pictures.person import in_words
from bot.features.cohort.pictures.person import picture as person_picture
from bot.features.cohort.status import Sort, in_order
from docs.pictures.made_up import drawn, made_up
from tests.support.paths import DOCS

HERE = DOCS / "pictures"


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("name", ["cohort_status.png", "person_status.png"])
def test_the_picture_in_the_documents_is_the_one_that_is_drawn(name: str) -> None:
    fresh, kept = opened(drawn()[name]).convert("RGB"), Image.open(HERE / name).convert("RGB")
    assert fresh.size == kept.size
    assert fresh.tobytes() == kept.tobytes()


def test_it_fits_a_phone_twice_over_and_is_small() -> None:
    made = picture(made_up())
    assert opened(made.png).width == WIDE == 760
    assert len(made.png) < 100_000


def test_whoever_is_late_comes_first_and_the_words_follow_the_picture() -> None:
    status = made_up()
    names = [person.name for person in in_order(status, Sort.NUDGE)]
    assert names[:3] == ["Grace O'Neill", "Ellie Brooks", "Carys Llewellyn-Wynne"]
    alt = picture(status).alt
    assert [line.partition(":")[0] for line in alt.splitlines()[1:]] == names
    assert "4½ of 10 days used" in alt
    assert "Dev Anand: 5½ of 10 days used; reports 2 of 3; residential 1 coming; residential 2 can't come" in alt


def test_a_hub_of_hundreds_is_cut_to_what_can_be_sent_and_says_so() -> None:
    status = made_up()
    many = tuple(replace(status.people[0], person_id=at, name=f"Person {at} " + "x" * 100) for at in range(300))
    made = picture(replace(status, people=many))
    assert len(made.alt) <= LONGEST_ALT
    assert "more." in made.alt.splitlines()[-1]
    assert opened(made.png).height < 400 + 152 * MOST_DRAWN


def test_an_empty_cohort_and_one_without_dates_are_drawn_too() -> None:
    status = made_up()
    assert "Nobody is enrolled." in picture(replace(status, people=())).alt
    bare = replace(status, reports=(), residentials=())
    assert "Aisha Rahman: 5 of 10 days used; 2 planned." in picture(bare).alt
    over = replace(status.people[0], balance=replace(status.people[0].balance, used=30, planned=9))
    assert "15 of 10 days used" in picture(replace(status, people=(over,))).alt


def test_names_are_spelled_with_their_accents() -> None:
    assert drawable("Zoë Łukasz Nuñez Groß O’Neill Đỗ Şafak") == "Zoë Łukasz Nuñez Groß O’Neill Đỗ Şafak"
    assert drawable("Zoe\u0308") == "Zoë", "however its letters were put together"
    assert drawable("李 Li") == "· Li", "what the font lacks is a dot, never a box"


def test_the_font_has_its_licence_beside_it() -> None:
    assert "Bitstream Vera Fonts Copyright" in (FONT.parent / "LICENSE.txt").read_text(encoding="utf-8")


def test_a_person_is_drawn_with_each_report_and_residential_and_the_words_say_the_same() -> None:
    status = made_up()
    carys = next(one for one in status.people if one.name.startswith("Carys"))
    made = person_picture(carys, status)
    assert made.title == "Carys Llewellyn-Wynne, North Mersey Maths Hub"
    assert opened(made.png).width == WIDE
    assert len(made.png) < 24_000, "small enough to stand inside a card in Teams"
    assert "2 of 10 days used, 3 planned; an even pace is, by now, 5 days: behind." in made.alt
    assert "Autumn report: done.\nSpring report: late, was due 29 Jan.\nSummer report: due 2 Jul." in made.alt
    assert "Residential 1: coming." in made.alt
    assert len(made.alt) <= 1_000


def test_a_person_without_dates_or_with_a_great_many_is_drawn_too() -> None:
    status = made_up()
    bare = replace(status, reports=(), residentials=())
    new = replace(status.people[0], joined=False, name="Z" * 120, school="S" * 120)
    assert "hasn't joined" in in_words(new, bare)
    assert opened(person_picture(new, bare).png).height < 400
    many = replace(status, reports=[*status.reports] * 20, residentials=[*status.residentials] * 20)
    made = person_picture(new, many)
    assert opened(made.png).height < 1_700
    assert len(made.alt) <= LONGEST_ALT
