"""Scrapy's commands with truthful exit codes. What they import takes half a second, in which a signal may come too."""

import sys

from crawler.saying import open_stderr
from crawler.stopping import say_if_stopped

open_stderr()
if sys.argv[1:2] == ["crawl"]:  # `scrapy shell` and tests have signals of their own
    say_if_stopped()
