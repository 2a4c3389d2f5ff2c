"""What an address alone tells: article key, publisher's article number, clock, where an article may have moved.

Addresses in, `PageAddress` and guesses out; nothing is fetched.
"""
