"""What reading a zip file, or what is packed by one of the standard library's compressors, raises on damaged data."""

import lzma
import struct
import zipfile
import zlib

ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # an encrypted member; NotImplementedError, which is one, a compression that zipfile does not know
)
