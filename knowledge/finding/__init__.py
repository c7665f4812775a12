"""How a question is found among the entries: letters, words, an index for each language, and how sure one may be."""
