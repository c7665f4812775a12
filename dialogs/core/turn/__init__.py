"""One turn, as `take()` plays it. Each file knows those below it:

settling     follow the route to the next thing to ask, and ask it
hearing      what was said: an opening, a press, a command, news, or an answer
pressing     a press names its question: bring that forward, do what the button says
answering    read an answer for the question in hand; choose among uncertain readings; confirm a review
interrupting a question to us in the middle of something else
acting       what can be said at any moment: back, skip, keep, cancel, home, help, edit
keeping      a valid answer, what it changes among the others, and what follows from it
together     answers that several people give: nobody's is overwritten unseen
following    what the engine itself does with an effect
moving       between dialogs: open, bring forward, set aside, take up again
telling      what is said besides the question
talk         the work of the turn: a state on its way to the next, and what is gathered meanwhile
    plainly      yes, no and a number alone
"""
