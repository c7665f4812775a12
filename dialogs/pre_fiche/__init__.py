"""The pré-fiche: an association's application for a mission, section by section, until it is submitted and after."""
