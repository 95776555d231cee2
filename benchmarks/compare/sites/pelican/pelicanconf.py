"""Settings of Pelican: both languages in one site, no pages but those of entries, lists and categories."""

SITENAME = "Glossary"
SITEURL = "https://example.org"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH_METADATA = r"(?P<lang>[a-z]{2})/.*"
SLUGIFY_SOURCE = "basename"
ARTICLE_TRANSLATION_ID = None
ARTICLE_URL = "{lang}/{slug}/"
ARTICLE_SAVE_AS = "{lang}/{slug}/index.html"
ARTICLE_LANG_URL, ARTICLE_LANG_SAVE_AS = ARTICLE_URL, ARTICLE_SAVE_AS
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
SLUG_REGEX_SUBSTITUTIONS = [(r"[\s/]+", "-")]
AUTHOR_SAVE_AS = TAG_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "categories", "search"]
SEARCH_SAVE_AS = "search.json"
DEFAULT_PAGINATION = False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.tables": {},
        "markdown.extensions.toc": {},
        "markdown.extensions.meta": {},
    }
}
