"""Waiting for one of several things."""

import asyncio
from collections.abc import Awaitable


async def first(*ends: Awaitable[object]) -> None:
    """Until the first of these has ended, however it did; the others are given up."""
    tasks = [asyncio.ensure_future(end) for end in ends]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
