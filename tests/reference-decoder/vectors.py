"""Runs the test vectors of tests/vectors: see its README.md for the layout."""
import hashlib
import json
from pathlib import Path

import labelmap
from errors import CODES, CodecError
from header import read_header
from model import read_model
from report import describe
from stream import decode


def run(folder):
    """Prints every failure and a line that sums up; 0 if all is well."""
    folder = Path(folder)
    failures = _check_manifest(folder)
    cases = sorted(folder.glob("*/*.json"))
    for case in cases:
        try:
            difference = _run_case(folder, case)
        except Exception as error:  # of the decoder itself: a failure of this case, and the others still run
            difference = f"{type(error).__name__}: {error}"
        if difference:
            failures.append(f"{case.relative_to(folder)}: {difference}")
    for failure in failures:
        print(failure)
    print(f"{len(cases)} vectors, {len(failures)} failures")
    return 1 if failures or not cases else 0


def _check_manifest(folder):
    failures, listed = [], {"MANIFEST.sha256", "README.md"}
    for line in (folder / "MANIFEST.sha256").read_text().splitlines():
        digest, name = line.split("  ", 1)
        listed.add(name)
        path = folder / name
        if not path.is_file():
            failures.append(f"{name}: missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            failures.append(f"{name}: not the frozen file")
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in listed:
            failures.append(f"{path.relative_to(folder)}: not in the manifest")
    return failures


def _run_case(folder, case):
    """What differs from the expectation, or None."""
    expected = json.loads(case.read_text())
    error = expected.get("error")
    if error and expected["code"] != CODES[error]:
        return f"{error} has code {CODES[error]}"
    if "answers" in expected:
        return _run_labels(folder, case, expected)
    if "model" not in expected:
        return _differs(error, _error_of(lambda: read_model(case.with_suffix(".ecm").read_bytes())))
    model = read_model((folder / "models" / expected["model"]).read_bytes())
    data = case.with_suffix(".ecs").read_bytes()
    if error:
        partial = expected.get("partial")
        return _differs(error, _error_of(lambda: decode(data, model))) or _partial(data, model, error, partial)
    return _differs(expected["sequences"], describe(decode(data, model)))


def _run_labels(folder, case, expected):
    stream, source = _answered(folder, expected)
    geometry = source.width, source.height, source.depth
    data = case.with_suffix(".ecl").read_bytes()
    if "error" in expected:
        return _differs(expected["error"], _error_of(lambda: labelmap.decode(data, stream, geometry)))
    header, rows = labelmap.decode(data, stream, geometry)
    labels = b"".join(label.to_bytes(2, "little") for row in rows for label in row)
    actual = {key: header[key] for key in ("head_name", "head_version", "label_count")}
    actual |= {"reference": header["reference"].hex(), "sha256": hashlib.sha256(labels).hexdigest()}
    return _differs({key: expected[key] for key in actual}, actual)


def _answered(folder, expected):
    """The bytes that a label map answers (LABELMAP §2.1), and the header of their source."""
    stream = (folder / "valid" / expected["answers"]).read_bytes()
    if "source" not in expected:
        return stream, read_header(stream, 0)
    model = read_model((folder / "models" / expected["model"]).read_bytes())
    sources = []
    for sequence in decode(stream, model).sequences:
        slabs = sequence.header.slabs or 1
        for first in range(0, len(sequence.units), slabs):
            sent = b"".join(unit.sent for unit in sequence.units[first:first + slabs])
            sources.append((sequence.header.bytes + sent, sequence.header))
    return sources[expected["source"]]


def _partial(data, model, error, expected):
    if expected is None:
        return _differs(error, _error_of(lambda: decode(data, model, partial=True)))
    result = decode(data, model, partial=True)
    return _differs(error, result.error.name) or _differs(expected, describe(result))


def _error_of(action):
    try:
        action()
        return None
    except CodecError as error:
        return error.name


def _differs(expected, actual):
    return None if expected == actual else f"expected {expected}, got {actual}"
