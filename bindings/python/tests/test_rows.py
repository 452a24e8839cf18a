"""Rows in any division give the bytes of the whole; what is missing or twice is refused."""

import unittest

import edgecodec
from cases import Case
from edgecodec import Status


class RowTests(unittest.TestCase):
    def setUp(self):
        self.case = Case("picture")
        self.model = self.case.model()
        self.encoder = edgecodec.Encoder(self.model)

    def begin(self, **what):
        height, width, channels = self.case.picture.shape
        return self.encoder.rows(height, width, channels=channels, **what)

    def test_any_division_gives_the_same_bytes(self):
        for at_a_time in (1, 7, 1000):
            with self.begin() as rows:
                for row in range(0, self.case.picture.shape[0], at_a_time):
                    rows.push(self.case.picture[row:row + at_a_time])
                self.assertEqual(rows.pull() + rows.finish(), self.case.expected)

    def test_slices_of_a_volume_give_the_same_bytes(self):
        case = Case("volume")
        depth, height, width, _ = case.array.shape
        with case.model() as model, edgecodec.Encoder(model) as encoder:
            with encoder.rows(height, width, depth=depth, dtype=case.array.dtype, **case.what) as rows:
                rows.push(case.array[0, :5, :, 0])
                rows.push(case.array[0, 5:])
                rows.push(case.array[1:, ..., 0], "DHW")
                self.assertEqual(rows.finish(), case.expected)

    def test_sequence_is_pulled_unit_by_unit(self):
        case = Case("sequence")
        with self.begin(sequence=True) as rows:
            stream = rows.pull()
            self.assertGreater(len(stream), 0)
            for _ in range(3):
                rows.push(case.picture)
                unit = rows.pull()
                self.assertGreater(len(unit), 0)
                stream += unit
            self.assertEqual(stream + rows.finish(), case.expected)

    def test_unit_that_nobody_pulls_is_kept(self):
        with self.begin(sequence=True) as rows:
            rows.push(self.case.picture)
            with self.assertRaises(edgecodec.RowsError) as caught:
                rows.push(self.case.picture)
            self.assertEqual(caught.exception.status, Status.BYTES_PENDING)
            rows.pull()
            rows.push(self.case.picture)

    def test_rows_out_of_order_are_refused_and_do_no_harm(self):
        picture = self.case.picture
        with self.begin() as rows:
            rows.push(picture[:10])
            for at in (0, 9, 11):
                with self.assertRaises(edgecodec.RowsError) as caught:
                    rows.push(picture[at:at + 1], row=at)
                self.assertEqual(caught.exception.status, Status.ROWS_OUT_OF_ORDER)
            with self.assertRaises(edgecodec.RowsError):
                rows.finish()
            with self.assertRaises(ValueError):
                rows.push(picture[10:], row=-1)
            rows.push(picture[10:], slice=0, row=10)
            self.assertEqual(rows.finish(), self.case.expected)

    def test_stream_that_is_left_frees_the_encoder(self):
        with self.assertRaises(KeyError):
            with self.begin() as rows:
                rows.push(self.case.picture[:5])
                raise KeyError
        self.assertEqual(self.encoder.encode(self.case.picture), self.case.expected)

    def test_stream_that_was_cancelled_leaves_the_next_alone(self):
        picture = self.case.picture
        lost = self.begin()
        lost.push(picture[:5])
        self.encoder.cancel()
        with self.assertRaises(edgecodec.EdgeCodecError) as caught:
            lost.push(picture[5:])
        self.assertEqual(caught.exception.status, Status.OUT_OF_ORDER)
        with self.begin() as rows:
            rows.push(picture[:5])
            lost.close()
            rows.push(picture[5:])
            self.assertEqual(rows.finish(), self.case.expected)

    def test_encoder_does_nothing_else_meanwhile(self):
        with self.begin():
            with self.assertRaises(edgecodec.EdgeCodecError) as caught:
                self.encoder.encode(self.case.picture)
            self.assertEqual(caught.exception.status, Status.OUT_OF_ORDER)


if __name__ == "__main__":
    unittest.main()
