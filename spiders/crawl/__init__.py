"""The doorway to Scrapy and Twisted: one long-lived crawler inside our own asyncio loop.

Imported late (it takes half a second), and only by what fetches.
"""
