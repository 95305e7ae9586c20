"""Every setting with its reason: first what a person may want to change, then how we behave, then how we work.

`scrapy crawl NAME -s SETTING=VALUE` changes any of them for one run. In brackets: what Scrapy would do by itself.
"""

# ---- 1. Yours to change ----------------------------------------------------------------------------------------------

# Where the archive lies: a path, or "" for the environment's ARCHIVE_PATH, else data/archive.db beside scrapy.cfg.
ARCHIVE_PATH = ""
# A mail address or page that a portal's operator can turn to; it goes into the user agent. Without one: a warning.
CONTACT = ""
# What one run may cost; 0 is no limit. What is left waits in the ledger and the run ends well (exit 0). Scrapy's own
# CLOSESPIDER_* work too.
BUDGET_REQUESTS = 0
BUDGET_BYTES = 0
BUDGET_SECONDS = 0
# Pictures and attachments of articles are fetched too, after all pages; either can be switched off to spare a portal or
# a disk. They are kept in the WARC files, each distinct one once.
FETCH_IMAGES = True
FETCH_ATTACHMENTS = True
# Larger files are refused, with a reason in the ledger; such a file may take longer than a page on a slow line.
MEDIA_MAXSIZE = 20 * 1024 * 1024
MEDIA_TIMEOUT = 120
# Who is told when a portal's health changes, good to bad or bad to good, or when a rule complains for the first time
# since it was good: an http(s) address that gets the verdict as JSON by POST, or a command that gets it on stdin.
# "" tells nobody.
NOTIFY = ""
# A watchdog service's address, called after every run (with /fail behind it after an unhealthy one).
PING_URL = ""
# The time that holds as the run starts, such as 2026-11-22T01:30:00Z; "" is the real one. For tests and replays.
CLOCK = ""
# Longest pause in seconds (Retry-After, Crawl-delay) that a run sits out; longer ones end it, and the next keeps them.
LONGEST_WAIT = 300
# Requests in a row that may fail, or pages that may be a firewall's, before the run leaves the portal alone.
OUTAGE_AFTER = 10
# Certificates are checked [no]. A portal with a broken chain needs -s DOWNLOAD_VERIFY_CERTIFICATES=0, said loudly at
# each run; one with old TLS needs OPENSSL_CONF=ops/openssl-legacy.cnf and -s DOWNLOAD_TLS_MIN_VERSION=TLSv1.0, because
# DOWNLOADER_CLIENT_TLS_CIPHERS cannot lower OpenSSL's security level.
DOWNLOAD_VERIFY_CERTIFICATES = True
# INFO tells what happened, DEBUG each request [DEBUG], and all of Scrapy's own start-up notes.
LOG_LEVEL = "INFO"

# Where captures are listed and replayed: the Internet Archive, or a pywb on your own machine
# (http://127.0.0.1:8080/COLLECTION/cdx and http://127.0.0.1:8080/COLLECTION).
WAYBACK_CDX_URL = "https://web.archive.org/cdx/search/cdx"
WAYBACK_REPLAY_URL = "https://web.archive.org/web"

# ---- 2. Manners ------------------------------------------------------------------------------------------------------

# The pause between requests comes from the portal's profile (2 s) [0]; given on the command line it wins.
# Exactly the pause, not half to one and a half of it [0.5].
DOWNLOAD_DELAY_JITTER = 0
# One request at a time for each portal, all its hosts together [8].
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# robots.txt is obeyed [no], by crawler/manners: Scrapy takes one that is out of reach for "all allowed".
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "congthuong-archive"
# gzip and deflate only: Scrapy adds br and zstd, which WARC tools cannot read back. No referer, no cookies [both on].
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
COOKIES_ENABLED = False
REFERER_ENABLED = False
# No proxy from the environment [yes]: what a proxy changes would be archived as the portal's.
HTTPPROXY_ENABLED = False
# A page takes at most 30 s [180] and 10 MiB [1 GiB], also after decompression: one page cannot stop the crawl.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# Hops of one redirect chain that stays at one page [20]; from page to page it is crawler.lineage.MOST_HOPS.
REDIRECT_MAX_TIMES = 5

# What the Internet Archive asks of programs: so many lists a minute and captures a second, and so many seconds of
# silence after "too many requests". Lower figures are for tests on loopback; who hammers gets blocked.
WAYBACK_CDX_PER_MINUTE = 24
WAYBACK_CAPTURES_PER_SECOND = 8
WAYBACK_PAUSE = 60

# ---- 3. How we work --------------------------------------------------------------------------------------------------

BOT_NAME = "congthuong-archive"
SPIDER_MODULES = ["crawler.spiders"]
# `scrapy crawl` with truthful exit codes; Scrapy's exits 0 whatever happened.
COMMANDS_MODULE = "crawler.commands"
# The frontier is the ledger in SQLite: JOBDIR loses it at a SIGKILL.
SCHEDULER = "crawler.frontier.LedgerScheduler"
ITEM_PIPELINES = {"crawler.pipelines.Keep": 500}
# Exchanges are kept as received, cut bodies refused (Scrapy accepts half a gzip). Only http and https [also file,
# data, ftp, s3]: no redirect may open anything else.
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetching.handler.RawHandler",
    "https": "crawler.fetching.handler.RawHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
COMPRESSION_ENABLED = False
# Private, loopback and link-local addresses are refused as names resolve, which leaves no gap for rebinding. Hosts
# named here are excepted; `-a base_url=` adds its own.
TWISTED_DNS_RESOLVER = "crawler.fetching.resolver.PublicResolver"
PRIVATE_HOSTS: list[str] = []
# Scrapy's own lists are replaced, not switched off one by one: what is switched off by name is imported all the same,
# an HTTP server and a browser's cookie rules among it, which takes as long as reading fifty pages.
# From the engine to the socket: our own rules on every hop, patience, the cookie wall, hops. Theirs for this are left
# out, which also saves a fifth of the time a page takes.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.manners.gate.Gate": 100,
    "crawler.manners.hops.Hops": 600,
    "crawler.manners.cookie_wall.CookieWall": 650,
    "crawler.manners.pace.Pace": 900,
}
# The spider takes every status and makes no requests; nothing is left for these to do.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
# Left out: logstats, for our own progress; two servers that Scrapy opens by default, one of which runs code that is
# sent to it; what belongs to JOBDIR and to finding leaks. Feeds (-o) are of articles: visits hold bytes, which no
# format of theirs can write.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "crawler.articlefeed.ArticleFeed": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
EXTENSIONS = {"crawler.progress.Progress": 0}
# A page yields one visit; Scrapy starts so many tasks for each page, whatever it yields [100: a seventh of the time].
CONCURRENT_ITEMS = 1
# Scrapy reads and parses a callback's source for each page, to warn of a mistake that ours does not make [yes]: a tenth
# of the time a page takes, measured.
WARN_ON_GENERATOR_RETURN_VALUE = False
# Our summary says it in words; -s STATS_DUMP=1 prints Scrapy's figures [yes].
STATS_DUMP = False
LOG_VERSIONS: list[str] = []
# Feeds (-o) keep Vietnamese letters readable [\\u escapes].
FEED_EXPORT_ENCODING = "utf-8"
# What a portal writes runs in nobody's spreadsheet, as with `archive export`.
FEED_EXPORTERS = {"csv": "crawler.articlefeed.SafeCsv"}
