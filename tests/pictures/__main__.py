"""What people see, drawn from what the bot really sends over each wire: `python -m tests.pictures PACKAGES [OUT]`.

PACKAGES: a folder in which npm has installed what draws Teams' cards:
    npm install --prefix PACKAGES --ignore-scripts --legacy-peer-deps \
        adaptivecards adaptivecards-designer markdown-it
Chromium must be installed, too, and fonts as wide as the platforms' own: `apt-get install chromium fonts-lato
fonts-open-sans`. No test needs any of this.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pictures import browser, slack_page, teams_page
from tests.pictures.walked import played, scenes

OUT = Path(__file__).parents[2] / "docs" / "pictures" / "product"


async def main(packages: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    of_plays = await played()
    with TemporaryDirectory() as folder:
        for platform, page in (("slack", slack_page.page), ("teams", teams_page.drawer(packages))):
            screens = [*await scenes(platform), *of_plays[platform]]
            for look in ("light", "dark"):
                file = Path(folder) / f"{platform}-{look}.html"
                file.write_text(page([one.messages for one in screens], dark=look == "dark"), encoding="utf-8")
                await browser.photographed(file, [out / f"{one.name}-{platform}-{look}.png" for one in screens])


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT))
