"""What an e-mail address looks like. Whether anybody reads it is found out when something is sent."""

import re

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


def is_email_address(text: str) -> bool:
    return ADDRESS.fullmatch(text) is not None
