"""An emergency: what calls for one, and what is then said. Few imports, no state: it answers when all the rest fails.

words        is this a call for help? in any of the five languages, whatever the person's own
acts         what the buttons of an emergency do, and the plain dialog behind them
answer       the numbers to call, first; then the alert, and what became of it
"""
