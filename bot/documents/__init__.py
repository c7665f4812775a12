"""Papers: data in, PDF and DOCX out.

The caller words a `Paper` in the person's language (pré-fiche, livret, statement, report…); `to_pdf` and `to_docx` lay
it out. Nothing here knows what a paper says, asks the clock, reads the system's fonts or goes to the network: the same
paper gives the same bytes, so that the hash of what was submitted can be kept. What people typed is shown as they
typed it and is never read as markup. Right-to-left languages are laid out from the right, with each name, address and
number inside them in its own direction.
"""

from bot.documents.docx import to_docx
from bot.documents.paper import Bar, Bars, Field, Heading, Paper, Picture, Section, Signature, Table
from bot.documents.pdf import to_pdf

__all__ = [
    "Bar",
    "Bars",
    "Field",
    "Heading",
    "Paper",
    "Picture",
    "Section",
    "Signature",
    "Table",
    "to_docx",
    "to_pdf",
]
