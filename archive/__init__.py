"""What we keep: articles, their versions and the raw captures behind them. Knows nothing of the web or of Scrapy."""
