"""Where a page may come from: the live web, a web archive (Memento), WARC files and mirrors on disk."""
