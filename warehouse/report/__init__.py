"""The figures of the report, one SQL file each; `figures` reads them."""
