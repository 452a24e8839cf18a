"""Arrays of any layout give the bytes of the C# encoder; what does not suit raises, and says why."""

import gc
import threading
import unittest

import numpy

import edgecodec
from cases import Case
from edgecodec import Status


class EncodeTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.case = Case("picture")
        cls.model = cls.case.model()
        cls.encoder = edgecodec.Encoder(cls.model)

    def encode(self, *given, **what):
        return self.encoder.encode(*given, **what)

    def assert_fails(self, status, kind, call, *given, **what):
        with self.assertRaises(edgecodec.EdgeCodecError) as caught:
            call(*given, **what)
        self.assertEqual(caught.exception.status, status)
        self.assertIs(type(caught.exception), kind)
        self.assertGreater(len(str(caught.exception)), 10)

    def test_bytes_are_those_of_the_reference(self):
        for name in ("picture", "gray16", "one-pixel", "volume", "volume-first-layer", "any-01", "any-02", "any-03"):
            case = Case(name)
            with case.model() as model, edgecodec.Encoder(model) as encoder:
                self.assertEqual(encoder.encode(case.array, **case.what), case.expected, name)
                self.assertLessEqual(len(case.expected), encoder.bound(**case.what))

    def test_gray_needs_no_channel_axis(self):
        case = Case("gray16")
        with case.model() as model, edgecodec.Encoder(model) as encoder:
            self.assertEqual(encoder.encode(case.picture[..., 0]), case.expected)

    def test_views_of_any_stride_are_the_same_picture(self):
        rgb = numpy.ascontiguousarray(self.case.picture)
        padded = numpy.zeros((rgb.shape[0] + 4, rgb.shape[1] + 6, 4), numpy.uint8)
        padded[2:-2, 3:-3, :3] = rgb
        views = {
            "region": padded[2:-2, 3:-3, :3],
            "bottom-up": rgb[::-1].copy()[::-1],
            "mirrored": rgb[:, ::-1].copy()[:, ::-1],
            "BGR": rgb[..., ::-1].copy()[..., ::-1],
            "column-major": numpy.asfortranarray(rgb),
        }
        for name, array in views.items():
            self.assertEqual(self.encode(array), self.case.expected, name)
        planes = rgb.transpose(2, 0, 1).copy()
        self.assertEqual(self.encode(planes, "CHW"), self.case.expected)
        self.assertEqual(self.encode(planes[:, ::-1].copy()[:, ::-1], axes="CHW"), self.case.expected)

    def test_repeated_samples_are_not_taken_for_packed_ones(self):
        row = numpy.ascontiguousarray(self.case.picture[:1])
        broadcast = numpy.broadcast_to(row, self.case.picture.shape)
        self.assertEqual(self.encode(broadcast), self.encode(broadcast.copy()))

    def test_other_byte_order_is_the_same_picture(self):
        case = Case("gray16")
        with case.model() as model, edgecodec.Encoder(model) as encoder:
            self.assertEqual(encoder.encode(case.picture.astype(">u2")), case.expected)

    def test_types_are_not_converted_in_silence(self):
        for dtype in ("float32", "int32", "bool", "int8"):
            with self.assertRaises(TypeError):
                self.encode(self.case.picture.astype(dtype))

    def test_shapes_that_are_no_picture_are_refused(self):
        rgb = self.case.picture
        for array, axes in ((rgb.ravel(), None), (rgb, "HW"), (rgb, "HHW"), (rgb, "CDW"), (rgb, "XHW"), (rgb[:0], None)):
            with self.assertRaises(ValueError):
                self.encode(array, axes)

    def test_image_that_does_not_suit_the_model_is_an_image_error(self):
        rgb = self.case.picture
        self.assert_fails(Status.IMAGE_CHANNELS, edgecodec.ImageError, self.encode, rgb[..., 0])
        self.assert_fails(Status.IMAGE_TOO_SMALL, edgecodec.ImageError, self.encode, rgb[:1])
        self.assert_fails(Status.IMAGE_SAMPLE_TYPE, edgecodec.ImageError, self.encode, rgb.astype("u2"))
        self.assert_fails(Status.WINDOW_NOT_ALLOWED, edgecodec.ImageError, self.encode, rgb, window=(0, 100))

    def test_parameters_out_of_range_are_refused(self):
        self.assert_fails(Status.INVALID_ARGUMENT, edgecodec.EdgeCodecError, self.encode, self.case.picture, layers=15)
        for what in ({"layers": 2**32}, {"window": (2**31, 1)}, {"spacing": (1, 2)}, {"spacing": (1, 2, -1)}):
            with self.assertRaises(ValueError):
                self.encode(self.case.picture, **what)
        for what in ({"layer": 1}, {"metadata": 7}, {"metadata": [1, 2]}, {"metadata": "text"}):
            with self.assertRaises(TypeError):
                self.encode(self.case.picture, **what)

    def test_spacing_and_metadata_are_carried_in_the_stream(self):
        stream = self.encode(self.case.picture, spacing=(1, 300000, 300000), metadata=b"made\0with care")
        self.assertIn(b"made\0with care", stream)
        self.assertGreater(len(stream), len(self.case.expected))

    def test_threads_give_the_same_bytes(self):
        case = Case("large")
        with case.model() as model, edgecodec.Encoder(model, threads=3) as encoder:
            for _ in range(3):
                self.assertEqual(encoder.encode(case.picture), case.expected)

    def test_encoders_on_several_threads_give_the_same_bytes(self):
        streams = []

        def work():
            with edgecodec.Encoder(self.model) as encoder:
                streams.extend(encoder.encode(self.case.picture) for _ in range(5))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(streams, [self.case.expected] * 20)

    def test_memory_is_known_and_limited(self):
        memory = edgecodec.Encoder.memory(self.model)
        self.assertGreater(memory.native, 0)
        self.assertLess(edgecodec.Encoder.memory(self.model, max_width=64).native, memory.native)
        self.assert_fails(Status.OUT_OF_MEMORY, edgecodec.EdgeCodecError, edgecodec.Encoder, self.model, max_memory=1000)

    def test_closed_handles_raise(self):
        model = self.case.model()
        encoder = edgecodec.Encoder(model)
        model.close()
        model.close()
        self.assert_fails(Status.INVALID_HANDLE, edgecodec.EdgeCodecError, model.info)
        self.assertEqual(encoder.encode(self.case.picture), self.case.expected)
        encoder.close()
        encoder.close()
        self.assert_fails(Status.INVALID_HANDLE, edgecodec.EdgeCodecError, encoder.encode, self.case.picture)

    def test_what_is_collected_is_closed(self):
        model = self.case.model()
        encoder = edgecodec.Encoder(model)
        handle = encoder.handle
        del encoder
        gc.collect()
        self.assertNotEqual(edgecodec._abi.library.ec_encode_cancel(handle), Status.OK)

    def test_log_is_told_of_errors(self):
        lines = []
        with edgecodec.Encoder(self.model, log=lambda level, line: lines.append((level, line))) as encoder:
            self.assert_fails(Status.IMAGE_CHANNELS, edgecodec.ImageError, encoder.encode, self.case.picture[..., 0])
        self.assertTrue(any(level == 1 and "channel" in line for level, line in lines), lines)


class ModelTests(unittest.TestCase):
    def test_file_and_bytes_are_the_same_model(self):
        case = Case("picture")
        with case.model() as one, edgecodec.Model(case.path.read_bytes()) as other:
            self.assertEqual(one.info(), other.info())
            info = one.info()
            self.assertEqual((info.channels, info.sample_types, len(info.identity)), (3, ("uint8",), 64))

    def test_what_is_no_model_is_a_model_error(self):
        data = Case("picture").path.read_bytes()
        for source, status in ((b"", None), (b"hello", None), (data[:-1], Status.MODEL_TRUNCATED),
                               ("/nowhere/edge.ecm", Status.MODEL_UNREADABLE)):
            with self.assertRaises(edgecodec.ModelError) as caught:
                edgecodec.Model(source)
            if status:
                self.assertEqual(caught.exception.status, status)

    def test_path_with_a_nul_is_not_cut_short(self):
        with self.assertRaises(ValueError):
            edgecodec.Model(f"{Case('picture').path}\0more")

    def test_library_tells_of_itself(self):
        self.assertRegex(edgecodec.__version__, r"^\d+\.\d+\.\d+$")
        self.assertIn(edgecodec.active_kernel(), ("avx512vnni", "avx2", "neondot", "neon", "portable"))
        info = edgecodec.runtime_info()
        self.assertLessEqual(info.heap_used, info.heap_limit)


if __name__ == "__main__":
    unittest.main()
