"""Pelican, set up for the job that is measured. What is not named here is as Pelican comes."""

SITENAME = "The Bench"
SITEURL = "https://letters.example.net"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
AUTHOR = "Nobody"

PATH = "content"
ARTICLE_PATHS = ["posts"]
THEME = "theme"
OUTPUT_PATH = "output"
PLUGINS: list[str] = []

ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
TAGS_SAVE_AS = "tags/index.html"
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": None}
PAGINATION_PATTERNS = [(1, "/", "index.html"), (2, "/page/{number}/", "page/{number}/index.html")]
DIRECT_TEMPLATES = ["index", "tags", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"

FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_ALL_RSS = "feed.xml"
RSS_FEED_SUMMARY_ONLY = False
FEED_MAX_ITEMS = 20

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
