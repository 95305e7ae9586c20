"""From a page to an Article, its links, or a named refusal. Pure: no clock, no network, no Scrapy, no SQLite."""
