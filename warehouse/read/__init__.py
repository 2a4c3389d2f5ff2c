"""What the commands and the pages ask the warehouse: status, one article, lists, search, what to fetch next."""
