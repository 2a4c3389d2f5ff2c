"""Near-identical texts: word shingles, MinHash sketches of them, and the pairs they point to."""
