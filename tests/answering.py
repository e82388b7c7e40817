"""A lead's process that answers every waiting question and says which: run by the tests, which kill it midway.

python -m tests.answering URL LEAD
"""

import asyncio
import sys

from bot.desk.posts import answered
from bot.store import Store
from bot.store.records_desk import AskedState, ChangedMeanwhile
from tests.ground import NOON


async def answer_all(url: str, lead: int) -> None:
    store = await Store.open(url)
    for question in await store.questions.at(None, AskedState.WAITING):
        try:
            await store.questions.answer(question, f"answer {question.id}", (), lead, answered, NOON)
        except ChangedMeanwhile:
            continue
        sys.stdout.write(f"{question.id}\n")
        sys.stdout.flush()
    await store.close()


if __name__ == "__main__":
    asyncio.run(answer_all(sys.argv[1], int(sys.argv[2])))
