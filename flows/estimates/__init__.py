"""From a random sample of pages to shares of the corpus: strata, allocation, intervals and bounds; pure arithmetic."""
