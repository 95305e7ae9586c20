"""Where pages come from: the live portal, the Internet Archive, WARC files."""
