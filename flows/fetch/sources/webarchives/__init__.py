"""Web archives: which copies of a page they list (CDX, TimeMap, TimeGate), and the copies as they were captured."""
