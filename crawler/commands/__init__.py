"""Scrapy's commands with truthful exit codes."""
