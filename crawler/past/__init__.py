"""What others captured of a portal: the Internet Archive and WARC files of any origin, read as if live."""
