"""Pure readers: from what a person types to every value it may mean, the likeliest first, never a guess.

Readers give candidates and leave the judgement to the kinds: one candidate is an answer, several are a question.
Every reader is total over any text and takes time at most proportional to its length.
"""
