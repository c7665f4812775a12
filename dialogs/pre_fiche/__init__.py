"""The pré-fiche: the application of an association for a mission, section by section, until it is submitted and after."""
