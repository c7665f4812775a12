"""The journey as a show: `make demo`. Real libraries and the real server; Telegram and Slack are emulated on loopback.

python -m tests.e2e
"""

import asyncio
import sys
import textwrap
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.e2e.fieldwork import Fieldwork
from tests.e2e.journey import Journey
from tests.e2e.stage import Servers, stage

WIDTH = 100


def tell(who: str, what: str) -> None:
    """One line of the story, cut to the width of a terminal; the others indented below it."""
    first, *others = [line for line in what.splitlines() if line.strip()] or [""]
    print(f"{who:>14} │ {textwrap.shorten(first, WIDTH, placeholder=' …')}")
    for line in others[:6]:
        print(f"{'':>14} │   {textwrap.shorten(line, WIDTH - 2, placeholder=' …')}")
    if others[6:]:
        print(f"{'':>14} │   … ({len(others) - 6} lines more)")


async def main() -> None:
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        async with Servers() as servers, stage(Path(folder), servers) as here:
            journey = Journey(here, tell)
            await journey.play()
            await Fieldwork(here, tell, application=journey.reference).play()
            await here.quiet()
            code = await here.stop()
    print(f"\nThe server stopped with exit code {code}; the journey took {time.monotonic() - began:.0f} s.")
    sys.exit(code)


if __name__ == "__main__":
    asyncio.run(main())
