"""How an article page is read, step by step; `spiders.page` puts the steps together.

decoding → tree → linked data, meta → titles, facts, addresses → blocks → body → lines → language → verdict
"""
