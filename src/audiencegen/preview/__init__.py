"""The site while it is being written: watched, kept in memory, and served to a browser that follows every save."""
