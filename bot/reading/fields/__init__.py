"""From boxes of text to what an accountant asks for, each with its own confidence. Pure: no picture, no engine, no clock.

    vocabulary   the words of receipts, as data, in many languages
    amounts      the amounts of a line          labels       what a line is about: a total, a tax, the change
    totals       the amount paid                dates        the day
    suppliers    who was paid                   currencies   in what money
    numbers      the number of the paper        services     for what, and under which category of the rules
    receipt      all of them together
"""
