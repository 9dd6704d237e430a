"""A double of Metagov's core, as far as plugins see it. Written from the facts in the book, without any of its code."""
