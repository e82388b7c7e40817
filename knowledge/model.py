"""What the knowledge base holds, as plain values: facts, entries, and the other things people say to a bot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain

from knowledge.dialog.model import Dialog
from knowledge.facts import ApplicationWindow, Fact, Phase, fill, first_sentence
from knowledge.follow_up_words import FollowUpWords
from knowledge.sheet_text import IndexedSentence

ADDED_FILE = "added.yaml"  # of a cohort's entries: those that the cohort before had not


class EntryStatus(StrEnum):
    """How far the information sheet answers an entry's question."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_IN_SHEET = "not in the sheet"


class ReviewState(StrEnum):
    """How an answer that was carried over from another cohort stands to the new sheet."""

    KEPT = "kept"  # written for this cohort: nothing was carried over
    UNCHANGED = "unchanged"
    TO_REVIEW = "to review"
    GONE = "sentence gone"
    NEW = "new"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Review:
    """Who looked at an answer, and when. of: a digest of what they looked at; see `knowledge.sheet.review`."""

    state: ReviewState = ReviewState.KEPT
    by: str = ""
    on: date | None = None
    of: str = ""

    @property
    def done(self) -> bool:
        return self.state in (ReviewState.KEPT, ReviewState.REVIEWED)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Short words ("and the second year?") that mean `entry` when said right after their owner."""

    phrasings: tuple[str, ...]
    entry: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the programme with its reviewed answer, one text for each phase of the window.

    rests_on: the places of the sheet's sentences that it says again or stands nearest to; see sheet_index.yaml.
    looked_for: words that would stand in the sheet if it said more, and do not.
    """

    id: str
    title: str
    status: EntryStatus
    section: str
    answers: Mapping[Phase, str]
    phrasings: tuple[str, ...]
    related: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    rests_on: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    review: Review = Review()
    where: str = ""

    @property
    def is_added(self) -> bool:
        """Whether an officer wrote it for this cohort, beside what was carried over."""
        return self.where.startswith(f"entries/{ADDED_FILE},")


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Something said for manners ("thanks") and what the bot says back."""

    id: str
    title: str
    answer: str
    phrasings: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A wish for one of the bot's functions, named by its intent."""

    intent: str
    title: str
    phrasings: tuple[str, ...]
    where: str = ""

    @property
    def id(self) -> str:
        return self.intent


@dataclass(frozen=True, slots=True)
class OffTopic:
    """A group of things people say that are not about the programme."""

    id: str
    title: str
    phrasings: tuple[str, ...]
    where: str = ""


Topic = Entry | SmallTalk | Request | OffTopic


@dataclass(frozen=True, slots=True)
class AskedWording:
    """A question in the words of somebody who had seen nothing but the sheet, labelled by another hand.

    author: the file that it stands in, one for each author. topic: the id of what it asks; `also`: what answers it
    as well, or the second thing that it asks.
    """

    text: str
    author: str
    topic: str
    also: tuple[str, ...] = ()
    teaches: bool = True  # False for two things at once, or a thing that the knowledge base does not hold


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that changes with next year's sheet, read and checked.

    name: of its folder. names: what a text may name in braces, with its words. told_apart: for a reader who
    chooses among near topics, what each is right for, by its id; never said to anybody.
    """

    sheet: str
    sections: Mapping[str, str]
    facts: Mapping[str, Fact]
    window: ApplicationWindow
    entries: Mapping[str, Entry]
    small_talk: Mapping[str, SmallTalk]
    requests: Mapping[str, Request]
    off_topic: Mapping[str, OffTopic]
    same_words: Mapping[str, str]
    dialog: Dialog
    follow_ups: FollowUpWords
    sheet_index: Mapping[str, IndexedSentence]
    replies: Mapping[str, str]
    asked: tuple[AskedWording, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    told_apart: Mapping[str, str] = field(default_factory=dict)

    def topics(self) -> Iterator[Topic]:
        return chain(
            self.entries.values(), self.small_talk.values(), self.requests.values(), self.off_topic.values()
        )

    def answer(self, entry: Entry, today: date) -> str:
        """The entry's words for that day, with every fact filled in."""
        return self.say(entry.answers[self.window.phase(today)], today)

    def say(self, text: str, today: date) -> str:
        """Any text with its {fact} names filled in."""
        return fill(text, self.names, self.window, today)

    def reply(self, name: str, **filled: str) -> str:
        """A sentence of replies.yaml, with the sheet's name and what else it names filled in."""
        return self.replies[name].format(sheet=self.sheet, **filled)

    def gist(self, entry: Entry, today: date) -> str:
        """The first sentence of the answer, which stands alone; a half-answer keeps its other half."""
        answer = self.answer(entry, today)
        return answer if entry.status is EntryStatus.PARTLY else first_sentence(answer)

    def for_reader(self, topic: Topic, today: date) -> str:
        """What tells the topic from its neighbours: the answer, whole where the sheet gives it, and its line."""
        said = ""
        if isinstance(topic, Entry):
            is_told = topic.status is EntryStatus.ANSWERED
            said = self.answer(topic, today) if is_told else self.gist(topic, today)
        return f"{said} {self.told_apart.get(topic.id, '')}".strip()

    def source(self, entry: Entry) -> str:
        """The section of the sheet that the entry rests on, as people would look it up."""
        return self.sections[entry.section]
