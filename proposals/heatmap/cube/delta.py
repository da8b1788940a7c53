"""The layout of a delta, once: the columns of ``CubeDelta`` that tell what changed by how much, in their order."""

import numpy as np

FIELDS = {
    "cell": ">i8",
    "version": ">i8",
    "district": ">i8",
    "topic": ">i4",
    "status": ">i2",
    "month": ">i2",
    "count": ">i4",
}
"""Names and big-endian types, as the database sends them (see ``copy_numbers``); recounts have the same."""

COLUMNS = ", ".join(FIELDS)
"""What a statement selects to give them."""

DELTA = np.dtype(list(FIELDS.items()))
"""One delta as ``PACKED`` writes it, with nothing between the numbers."""

SENT_BY = {">i8": "int8send", ">i4": "int4send", ">i2": "int2send"}
PACKED = " || ".join(f"{SENT_BY[kind]}({name})" for name, kind in FIELDS.items())
"""An SQL expression: a row's numbers as bytes."""
