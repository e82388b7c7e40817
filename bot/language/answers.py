"""Yes and no, as people type them to a question that is open. Whatever says more than that is neither."""

from bot.language.extents import fold

YES = frozenset(
    (
        *(
            "yes",
            "y",
            "yeah",
            "yep",
            "yup",
            "ya",
            "aye",
            "yes please",
            "ok",
            "okay",
            "k",
            "sure",
            "fine",
            "correct",
        ),
        *(
            "right",
            "that's right",
            "thats right",
            "that is right",
            "that's it",
            "that's fine",
            "go ahead",
            "do it",
        ),
        *(
            "please do",
            "confirm",
            "confirmed",
            "all good",
            "looks good",
            "lovely",
            "perfect",
            "great",
            "yes it is",
        ),
        *("yes that's right", "yes thanks", "yes thank you", "indeed", "exactly", "sounds good", "of course"),
    )
)
NO = frozenset(
    (
        *("no", "n", "nope", "nah", "no thanks", "no thank you", "not right", "that's not right", "that's wrong"),
        *(
            "wrong",
            "that is wrong",
            "that is not right",
            "thats wrong",
            "thats not right",
            "don't",
            "dont",
            "no don't",
        ),
        *(
            "leave it",
            "leave it as it is",
            "never mind",
            "nevermind",
            "no leave it",
            "not now",
            "no it isn't",
            "stop",
        ),
    )
)


def yes_or_no(text: str) -> bool | None:
    """True for a plain yes, False for a plain no; None for "yes but …", "no. 1", and for anything else."""
    said = " ".join(fold(text).replace(",", " ").strip(" .!").split())
    if said in YES:
        return True
    return False if said in NO else None
