"""Label maps: the frozen vectors, and what answers another stream."""

import hashlib
import json
import os
import unittest
from pathlib import Path

import edgecodec
from cases import FOLDER, Case
from edgecodec import Status

VECTORS = Path(os.environ["EDGECODEC_TEST_VECTORS"])


def vectors(folder):
    for path in sorted((VECTORS / folder).glob("*.ecl")):
        described = json.loads(path.with_suffix(".json").read_text())
        stream = (VECTORS / "valid" / Path(described["answers"]).name).read_bytes()
        yield path, described, stream


def decode(path, described, stream):
    """The answer to the whole stream or, where the vector names one, to a source of a sequence."""
    label_map = path.read_bytes()
    if "source" not in described:
        return edgecodec.decode_label_map(label_map, stream)
    header, units = (stream[described[f"{part}_start"]:described[f"{part}_end"]] for part in ("header", "units"))
    size = tuple(described[axis] for axis in ("depth", "height", "width"))
    return edgecodec.decode_label_map_of_units(label_map, header, units, size)


class LabelMapTests(unittest.TestCase):
    def test_vectors_decode_to_their_labels(self):
        count = 0
        for path, described, stream in vectors("labels"):
            decoded = decode(path, described, stream)
            digest = hashlib.sha256(decoded.labels.astype("<u2").tobytes()).hexdigest()
            self.assertEqual(digest, described["sha256"], path.name)
            self.assertLess(decoded.labels.max(), decoded.count)
            count += 1
        self.assertGreater(count, 5)

    def test_invalid_vectors_have_their_errors(self):
        count = 0
        for path, described, stream in vectors("invalid-labels"):
            with self.assertRaises(edgecodec.EdgeCodecError) as caught:
                decode(path, described, stream)
            self.assertEqual(caught.exception.status, described["code"], path.name)
            count += 1
        self.assertGreater(count, 5)

    def test_answer_to_another_stream_is_refused(self):
        path, _, stream = next(vectors("labels"))
        other = next(s for _, _, s in vectors("labels") if s != stream)
        with self.assertRaises(edgecodec.LabelMapError) as caught:
            edgecodec.decode_label_map(path.read_bytes(), other)
        self.assertEqual(caught.exception.status, Status.WRONG_STREAM)

    def test_units_of_a_volume_in_slabs_have_their_answer(self):
        case, folder = Case("slabs"), FOLDER / "slabs"
        depth, height, width, _ = case.array.shape
        with case.model() as model, edgecodec.Encoder(model) as encoder:
            with encoder.rows(height, width, depth=depth, dtype="int16", sequence=True, slabs=4, **case.what) as rows:
                header, units = rows.pull(), b""
                for start, end in ((0, 2), (2, 4), (4, 6), (6, 9)):
                    rows.push(case.array[start:end])
                    units += rows.pull()
        label_map, size = (folder / "labels.ecl").read_bytes(), (depth, height, width)
        decoded = edgecodec.decode_label_map_of_units(label_map, header, units, size)
        self.assertEqual(decoded.labels.tobytes(), (folder / "labels.raw").read_bytes())
        with self.assertRaises(edgecodec.LabelMapError) as caught:
            edgecodec.decode_label_map_of_units(label_map, header, units[:-1], size)
        self.assertEqual(caught.exception.status, Status.WRONG_STREAM)


if __name__ == "__main__":
    unittest.main()
