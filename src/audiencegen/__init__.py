"""audiencegen: Markdown in; a blog, feeds, letters and the subscriber list out."""

__version__ = "0.1.0"
