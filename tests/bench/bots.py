"""The bots that are measured side by side, each in a process of its own:
`python -m tests.bench.bots NAME ROOT PORT MODE DATABASE`.

- `ours`: `explor serve` as it is, but at no vendor's pace.
- `stock`: an echo as the documentation of python-telegram-bot has it, on the library's own server and HTTP client.
- `bare`: an echo on what ours stands on (Starlette, uvicorn, uvloop, aiohttp), which thinks and keeps nothing.
"""

import asyncio
import json
import sys

from tests.bench.telegram import TOKEN

FAST = 1e9
SECRET = "a-secret-of-the-measure"


def ours(root: str, port: int, mode: str, database: str) -> None:
    from bot.channels.telegram.pacing import Rates
    from bot.knowledge_files import load
    from bot.logs import configure
    from bot.serve import World, run
    from bot.settings import Settings
    from storage.store import Store

    at = {"token": TOKEN, "api_root": root, "mode": mode, "public_url": f"http://127.0.0.1:{port}"}
    settings = Settings.model_validate({"telegram": at, "server": {"port": port}, "database_url": database})
    configure("json")
    store = Store.open(database)
    store.migrate()
    run(settings, load(), store, World(rates=Rates(FAST, FAST, FAST, FAST)))


def stock(root: str, port: int, mode: str, _database: str) -> None:
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message and update.message.text:
            await update.message.reply_text(update.message.text)

    made = Application.builder().token(TOKEN).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
    made.add_handler(MessageHandler(filters.TEXT, echo))
    if mode == "webhook":
        url = f"http://127.0.0.1:{port}/hook"
        made.run_webhook("127.0.0.1", port, "hook", secret_token=SECRET, webhook_url=url)
    else:
        made.run_polling()


def bare(root: str, port: int, _mode: str, _database: str) -> None:
    import uvicorn
    import uvloop
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from telegram import Update

    from bot.channels.telegram.request import bot_at

    bot = bot_at(TOKEN, root)
    under_way: set[asyncio.Task[object]] = set()

    async def hear(request: Request) -> Response:
        message = Update.de_json(json.loads(await request.body()), bot).message
        if message and message.text:
            task = asyncio.create_task(bot.send_message(message.chat_id, message.text))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        return Response()

    async def serve() -> None:
        app = Starlette(routes=[Route("/hook", hear, methods=["POST"])])
        config = uvicorn.Config(app, port=port, http="httptools", ws="none", lifespan="off", log_level="warning")
        await bot.request.initialize()
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token=SECRET)
        await uvicorn.Server(config).serve()

    uvloop.run(serve())


if __name__ == "__main__":
    name, root, port, mode, database = sys.argv[1:]
    {"ours": ours, "stock": stock, "bare": bare}[name](root, int(port), mode, database)
