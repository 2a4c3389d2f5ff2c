"""A bundle of evidence for one article, to derive its verdict again offline; captures of many packed for replay."""
