"""Values that no honest browser sends, and where they are put."""

from __future__ import annotations

VALUES = {
    "empty": "",
    "NUL": "a\0b",
    "long": "x" * 20_000,
    "negative": "-1",
    "nought": "0",
    "huge": "9" * 400,
    "beyond 64 bits": "9223372036854775808",
    "fraction": "1.5",
    "exponent": "1e309",
    "not a number": "NaN",
    "other digits": "١٢",
    "emoji": "😀" * 40,
    "right to left": "\u202etxt.exe",
    "line breaks": "a\r\nSet-Cookie: b=c",
    "markup": "<script>alert(1)</script>",
    "quotes": "'\"; DROP TABLE orders_order; --",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "format": "%s%n{0.__class__}",
    "path": "../../../../etc/passwd",
    "address": "//evil.example/",
    "script": "javascript:alert(1)",
}

#: Parts of a path, as they stand in the request line.
PATHS = {
    "NUL": "%00",
    "long": "x" * 4000,
    "negative": "-1",
    "nought": "0",
    "beyond 64 bits": "9223372036854775808",
    "huge": "9" * 400,
    "not UTF-8": "%ff%fe",
    "emoji": "%F0%9F%98%80",
    "markup": "%3Cscript%3E",
    "quotes": "%27%22%3B",
    "path": "..%2f..%2fetc%2fpasswd",
    "line breaks": "a%0d%0aX: y",
    "stylesheet": "a.css",
    "unknown": "abcdefghijklmnopqrstuv",
}

#: Bodies with their content types.
BODIES = {
    "nothing": (b"", "application/x-www-form-urlencoded"),
    "JSON that is cut": (b'{"a": ', "application/json"),
    "JSON with a lone surrogate": (
        b'{"sourceId": "\\ud800", "sku": "\\ud800"}',
        "application/json",
    ),
    "JSON with NUL": (b'{"sourceId": "a\\u0000"}', "application/json"),
    "JSON list": (b"[1, 2]", "application/json"),
    "deep JSON": (b"[" * 60_000, "application/json"),
    "a number of 10,000 digits": (b'{"sourceId": ' + b"9" * 10_000 + b"}", "application/json"),
    "bytes": (b"\xff\xfe\x00\x01" * 50, "application/octet-stream"),
    "bytes called a form": (b"\xff\xfe\x00=%00%ff&&&=", "application/x-www-form-urlencoded"),
    "2 MB": (b"a=" + b"x" * 2_000_000, "application/x-www-form-urlencoded"),
    "5000 fields": (
        b"&".join(b"f%d=1" % n for n in range(5000)),
        "application/x-www-form-urlencoded",
    ),
    "multipart without a boundary": (b"--x\r\n\r\n--x--", "multipart/form-data"),
    "multipart that is cut": (
        b'--x\r\nContent-Disposition: form-data; name="sku"\r\n\r\nab',
        "multipart/form-data; boundary=x",
    ),
    "a file for a field": (
        b'--x\r\nContent-Disposition: form-data; name="sku"; filename="../a\\0"\r\n\r\nab\r\n--x--',
        "multipart/form-data; boundary=x",
    ),
    "an unknown type": (b"a=b", "nonsense"),
    "XML": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "text/xml"),
}
