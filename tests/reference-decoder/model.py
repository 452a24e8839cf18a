"""ECM §1 and §7: the file, its sections, its identity."""
import hashlib

from conventions import Cursor, crc32c
from errors import require
from model_grid import read_grid
from model_latent import read_context, read_latent
from model_network import read_network

NORMATIVE = (b"GRID", b"NETW", b"LATN", b"CTXM")
NAME_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789._-")


class Model:
    """identity, grid, network, latent, context, name, note."""


def read_model(data):
    require(data[:4] == b"ECM\x1a"[:len(data)], "NotAModel", 0, 'magic "ECM", 0x1A')
    require(len(data) >= 6, "ModelTruncated", len(data), "a header of 48 bytes")
    header = Cursor(data, 4, len(data), "ModelTruncated")
    require(header.unsigned(2, "version_major") == 1, "ModelVersionUnsupported", 4, "version 1")
    require(len(data) >= 48, "ModelTruncated", len(data), "a header of 48 bytes")
    header.unsigned(2, "version_minor")
    length = header.unsigned(4, "file_length")
    require(length <= len(data), "ModelTruncated", len(data), f"{length} bytes")
    require(length == len(data), "ModelInvalid", length, "the end of the file")
    require(header.unsigned(4, "checksum") == crc32c(data[16:]), "ModelDamaged", 12, "a right checksum")
    model = Model()
    model.identity = header.take(32, "identity")
    model.name, model.note = None, None
    normative, at = [], 48
    while at < len(data):
        at = _read_section(model, data, at, normative)
    require(len(normative) == len(NORMATIVE), "ModelInvalid", at, "all normative sections")
    digest = hashlib.sha256(b"".join(normative)).digest()
    require(model.identity == digest, "ModelIdentityMismatch", 16, f"identity {digest.hex()}")
    return model


def _read_section(model, data, at, normative):
    """Reads the section at byte `at`; the byte after it."""
    cursor = Cursor(data, at, len(data), "ModelInvalid")
    require(cursor.left() >= 8, "ModelInvalid", at, "a section header of 8 bytes")
    tag = cursor.take(4, "tag")
    require(tag.isalpha(), "ModelInvalid", at, "a tag of four letters")
    length = cursor.unsigned(4, "length")
    start, padding = cursor.at, -length % 8
    require(length + padding <= cursor.left(), "ModelInvalid", at + 4, "a section within the file")
    cursor.take(length, "payload")
    require(not any(cursor.take(padding, "padding")), "ModelInvalid", start + length, "padding of zeros")
    payload = Cursor(data, start, start + length, "ModelInvalid")
    is_normative = tag[:1].isupper()
    require(not is_normative or tag in NORMATIVE, "ModelSectionUnknown", at, "a normative section of version 1")
    if is_normative:
        place = len(normative)
        require(place < 4 and tag == NORMATIVE[place], "ModelInvalid", at, "normative sections once each, in order")
        normative.append(data[at:cursor.at])
        (_grid, _network, _latent, _context)[place](model, payload)
        require(payload.left() == 0, "ModelInvalid", payload.at, f"the end of {tag.decode()}")
    else:
        _read_text(model, tag, payload)
    return cursor.at


def _grid(model, cursor):
    model.grid = read_grid(cursor)


def _network(model, cursor):
    model.output_shape = read_network(cursor, model.grid)


def _latent(model, cursor):
    model.latent = read_latent(cursor, model.output_shape)


def _context(model, cursor):
    model.context = read_context(cursor, model.latent)


def _read_text(model, tag, payload):
    at, text = payload.at, payload.take(payload.left(), "text")
    if tag == b"name":
        require(model.name is None, "ModelInvalid", at, "one name")
        require(len(text) <= 64 and NAME_BYTES.issuperset(text), "ModelInvalid", at, "at most 64 of [a-z0-9._-]")
        model.name = text.decode()
    elif tag == b"note":
        require(model.note is None, "ModelInvalid", at, "one note")
        try:
            model.note = text.decode("utf-8", "strict")
        except UnicodeDecodeError:
            require(False, "ModelInvalid", at, "UTF-8")
