"""The pictures of a cohort and of a person: they can be read, they are small, and their words say the same."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.features.cohort.pictures.cohort import LONGEST_ALT, MOST_DRAWN, WIDE, picture
from bot.features.cohort.pictures.drawing import DARK, LIGHT, Palette
from bot.features.cohort.pictures.lettering import FONT, drawable
from bot.features.cohort.pictures.person import in_words
from bot.features.cohort.pictures.person import picture as person_picture
from bot.features.cohort.status import Sort, in_order
from docs.pictures.made_up import drawn, made_up
from tests.support.paths import DOCS

HERE = DOCS / "pictures"
COLOUR_BLIND = {  # Machado, Oliveira, Fernandes 2009, severity 1.0
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def seen(matrix: tuple[tuple[float, ...], ...], colour: str) -> list[float]:
    return [sum(part * one for part, one in zip(row, channels(colour), strict=True)) for row in matrix]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""

    def luminance(colour: str) -> float:
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (n / 255 for n in channels(colour))
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


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
    assert "Dev Anand: 5½ of 10 days used; 2 of 3 reports done; coming to residential 1; can't come" in alt


def test_a_hub_of_hundreds_is_cut_to_what_can_be_sent_and_says_so() -> None:
    status = made_up()
    many = tuple(replace(status.people[0], person_id=at, name=f"Person {at} " + "x" * 100) for at in range(300))
    made = picture(replace(status, people=many))
    assert len(made.alt) <= LONGEST_ALT
    assert "more." in made.alt.splitlines()[-1]
    assert opened(made.png).height < 400 + 152 * MOST_DRAWN


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_word_and_mark_stands_out_from_its_paper(look: Palette) -> None:
    """WCAG 2.2: 4.5:1 for words, 3:1 for what is drawn."""
    for name in ("ink", "pale", "warning"):
        assert contrast(getattr(look, name), look.paper) >= 4.5, name
    assert contrast(look.used, look.paper) >= 3
    assert contrast(look.used, look.planned) >= 3, "stripes on what is planned"


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_used_and_late_are_apart_for_colour_blind_eyes(look: Palette) -> None:
    for seen_as in COLOUR_BLIND.values():
        used, late = (seen(seen_as, colour) for colour in (look.used, look.warning))
        assert sum((a - b) ** 2 for a, b in zip(used, late, strict=True)) ** 0.5 > 40


def test_the_dark_picture_says_the_same() -> None:
    light, dark = picture(made_up()), picture(made_up(), DARK)
    assert dark.alt == light.alt
    assert opened(dark.png).convert("RGB").getpixel((1, 1)) == (0x1B, 0x1F, 0x24)


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
