"""The commands, a small file each or a family; importing them is cheap.

What costs to import (httpx, the parsers, the tagger, Textual) is imported in a command's body, so that each command
pays for what it uses: `feeds list` answers before httpx alone would have been loaded.
"""
