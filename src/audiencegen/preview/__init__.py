"""The live preview: the site as it would be, while its writer writes."""
