"""How old the bundled table of prices is.

The package does not say when its data was made. Its authors note in many places on which day
they looked a price up; the latest of these days is as new as the whole table can claim to be.
"""

import re
from functools import cache

from backends.price_table import providers

LOOKED_UP = re.compile(
    r"\b(?:verified|checked|retrieved|confirmed|as of)(?: on)? (20\d\d-\d\d-\d\d)\b", re.IGNORECASE
)


@cache
def price_data_date() -> str:
    """The latest day on which a price of the table was looked up, as an ISO date; "": not told."""
    notes = [
        note
        for provider in providers().values()
        for note in (provider.price_comments, *(model.price_comments for model in provider.models))
    ]
    return max((day for note in notes if note for day in LOOKED_UP.findall(note)), default="")
