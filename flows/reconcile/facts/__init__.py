"""What changed inside an edited sentence: numbers, dates, names, quotes, negation."""
