"""The form in which a specialist tells their hub about days, reasons and needs."""

from bot.core.form import ChoiceField, Form, TextField
from bot.features.residentials.domain import LONGEST_WORDS, Residential

KIND = "residential_sheet"
KEPT = "What you write here is only for your hub's leads and this residential, and is deleted the day after it."
CHOICES = {
    "coming": "I'll be there",
    "first": "Only the first day",
    "last": "Only the last day",
    "cannot": "I can't come",
}


def answer_form(one: Residential, chosen: str = "") -> Form:
    """chosen: the answer that stands in it; else the one on record."""
    two_days = one.first_day != one.last_day
    options = CHOICES if two_days else {key: CHOICES[key] for key in ("coming", "cannot")}
    hint = "diet, access, anything the venue must know; empty leaves it as it is, “none” takes it off"
    fields = (
        ChoiceField("coming", "Will you be there?", options, chosen or (one.answer.value if one.answer else "")),
        TextField("why", "If not, why?", required=False, longest=LONGEST_WORDS),
        TextField("needs", "What do you need there?", hint=hint, required=False, longest=LONGEST_WORDS),
    )
    values = {"id": str(one.id), "for": one.first_day.isoformat()}
    return Form(f"Residential {one.number}", "residential_told", fields, "Tell my hub", values)
