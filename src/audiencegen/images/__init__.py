"""Pictures: bytes in, facts or bytes out. Pillow stays behind this room and is imported at the first picture."""
