"""How the checks word their slips, and which sheet and column of the workbook each is about."""

import re

from knowledge.sheet.folder import WALK

LINE = re.compile(r", line \d+|, row \d+")
ENTRY = re.compile(r"entries/\S+, line \d+: `(?P<id>[\w-]+)`")
PHRASED = re.compile(r'the phrasing "(?P<text>.*?)" of `(?P<id>[\w-]+)`')
INDEXED = re.compile(r"sheet_index\.yaml, line \d+: .*?\b(?P<place>\w+ \d+\.\d+)\b")
FACT = re.compile(r"facts\.yaml, line \d+: `?(?P<name>\w+)`?")
SIGNED_BEFORE = re.compile(r"was changed after .* reviewed it")
QUOTED_OF_WALK = re.compile(rf"{re.escape(WALK)}: “(?P<words>.+?)…” has ")
WALKED = re.compile(rf"{re.escape(WALK)}, line (?P<line>\d+): ")
OTHER_CELLS = ("title", "status", "section", "rests_on", "looked_for", "related")
IN_THE_WORKBOOK = {  # what a slip names → what the workbook calls it
    "which facts.yaml lacks; correct one of them": "which no row of “Facts” has; add one",
    "which facts.yaml does not have; add the fact": "which no row of “Facts” has; add one",
    "no sentence of sheet_index.yaml has it; correct one of them": "no sentence has it; correct it, or confirm it",
    "facts.yaml": "“Facts”",
    "sheet_index.yaml": "“Sentences”",
    "`rests_on:`": "“sentences”",
    "`looked_for:`": "“looked for”",
    "add `declared: lead-in`": "write “lead-in” under “declared”",
    "eligibility.yaml": "“Eligibility texts”",
}
COLUMNS = (  # words of a slip → the column of “Answers” that it is about
    (re.compile(r"is not a section|as its source"), "section"),
    (re.compile(r"rests? on|correct the figure or"), "sentences"),
    (re.compile(r"which is not an entry|related entries"), "related"),
    (re.compile(r"what was looked for|has nothing on"), "looked for"),
    (re.compile(r"reviewed it"), "review"),
    (re.compile(r"a title is"), "question"),
)
