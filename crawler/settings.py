"""Every setting with its reason."""

BOT_NAME = "congthuong-archive"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"
