"""HTTP itself: the client, the address gate in front of every connection, bounds on what a server may send."""
