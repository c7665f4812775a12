"""The volunteer's livret: eight sections, from templates that are useful before anybody has filled anything in.

    <lang>/<section>.md   the templates: Markdown and Jinja2 over a mission and its region; French is the master
    templates.py          reads and checks them: every section, every language, the same facts in each
    names.py              what a template may say
    writing.py            a mission, a region and the templates -> chapters
    blocks.py             what a chapter is made of; marks.py reads Markdown into it
    changes.py            what differs between two versions, and where a word is

Pure: the text of the templates and the way a language writes a date (`Voice`) are handed in.
"""
