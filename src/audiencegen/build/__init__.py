"""Effects around the compiler: reading the project, and the one writer of what it makes."""
