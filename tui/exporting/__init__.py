"""Files for elsewhere: lists and the day's page as Markdown, CSV, JSON, RSS, HTML and text. Pure but for `files`."""
