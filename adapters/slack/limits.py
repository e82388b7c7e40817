"""How much Slack takes of everything: its documented figures, in characters unless the name counts something."""

LONGEST_FALLBACK = 3_000  # `text` beside the blocks; ours: over 4,000 Slack makes several messages of it
LONGEST_TEXT = 3_000  # any text object: a section's, a context's
LONGEST_FIELD = 2_000  # one field of a section
LONGEST_HEADER = 150
LONGEST_ID = 255  # action_id, block_id, callback_id

BLOCKS_A_MESSAGE = 50
BLOCKS_A_VIEW = 100
LONGEST_MESSAGE = 13_000  # of all blocks as JSON; undocumented: 13,297 characters were refused, and so were fewer
ROOM_IN_A_MESSAGE = 12_000  # what is used of it, since Slack does not say how it counts

WORDS_A_MESSAGE = 3_000  # characters to be read in one message; ours: nobody reads more between two lessons

FIELDS_A_SECTION = 10
BUTTONS_A_ROW = 5  # more in one block wrap untidily on a phone; ours, not Slack's

LONGEST_BUTTON = 75  # its text
LONGEST_VALUE = 2_000  # what a button sends
LONGEST_CONFIRM_TEXT = 300
LONGEST_CONFIRM_ANSWER = 30  # both of its buttons

LONGEST_VIEW_TITLE = 24  # title, submit and close of a modal
LONGEST_PRIVATE = 3_000  # private_metadata
LONGEST_LABEL = 2_000  # label and hint of an input
LONGEST_INPUT = 3_000  # the most that max_length may ask for

OPTIONS_A_SELECT = 100
BOXES = 10  # options of checkboxes and radio buttons
LONGEST_OPTION = 75  # its text
LONGEST_OPTION_VALUE = 150
