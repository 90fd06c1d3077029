"""What schemathesis needs to know of this API beyond its document. It is loaded through SCHEMATHESIS_HOOKS."""

import os
import uuid

import schemathesis

FILES = [
    "text/csv", "application/csv", "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
]


def as_bytes(_context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


for media_type in FILES:
    schemathesis.serializer(media_type)(as_bytes)


@schemathesis.hook
def before_call(context, case, **kwargs):
    # A copy of the database is made wherever the administrator says: here, only in the test's own folder.
    if case.path == "/api/v1/backups" and isinstance(case.body, dict) and isinstance(case.body.get("file"), str):
        case.body["file"] = os.path.join(os.environ["LUOT_COPIES"], uuid.uuid4().hex)
