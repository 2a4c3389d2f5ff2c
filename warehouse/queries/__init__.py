"""Questions with names, one SQL file each; `find` lists them for `seedbank sql --query`."""
