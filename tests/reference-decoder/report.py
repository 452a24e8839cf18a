"""What was decoded, in the terms of the test vectors' expectations (tests/vectors/README.md)."""
import hashlib


def describe(result):
    return [_sequence(sequence) for sequence in result.sequences]


def _sequence(sequence):
    h = sequence.header
    return {
        "form": "sequence" if h.is_sequence else "picture",
        "sample_type": h.sample_type,
        "width": h.width,
        "height": h.height,
        "depth": h.depth,
        "window": list(h.window) if h.window else None,
        "layers": h.unit_layers,
        "layer_checks": h.layer_checks,
        "spacing": list(h.spacing) if h.spacing else None,
        "slabs": h.slabs,
        "metadata": None if h.metadata is None else h.metadata.hex(),
        "units": [
            {"first_slice": u.first_slice, "slices": u.slices, "layers": u.layers, "sha256": hashlib.sha256(u.bits).hexdigest()}
            for u in sequence.units],
    }
