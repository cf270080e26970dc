"""The row of random integers that one item may use: which of them decides what.

What belongs here: the layout of a row, and nothing that reads it. An item that tells an earlier
release again draws no story, and uses the places of a story's choices for its own.
"""

BITS = 16
"""Each integer is drawn evenly from 0 up to 2 to this power."""

# A new story.
FIGURES = 0  # one for each of four groups of figures
PEOPLE = 4
SOURCE = 5
PLACE = 6
AGENCY = 7
FRAME = 8
OTHER_REGION = 9
OTHER_TOPIC = 10
EVENT = 11
SUBJECT = 12
TITLE = 13

# Any item.
KIND = 14
LANG = 15
PAGE = 16
SALT = 17

WIDTH = 18

# A retelling, or junk.
PICK = PLACE
VARIANT = AGENCY
NUMBER = FRAME
