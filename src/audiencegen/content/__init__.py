"""From files to a site: one file → Manuscript, all Manuscripts → Site. Pure: nothing here reads or writes a file."""
