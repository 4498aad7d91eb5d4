"""archive.

The vocabulary and the memory: types, identity, storage.
"""
