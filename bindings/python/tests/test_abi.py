"""A structure that is laid out otherwise than in C is silent damage: the header itself is asked."""

import ctypes
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from edgecodec import Status, _abi

INCLUDE = Path(os.environ["EDGECODEC_INCLUDE"])
HEADER = re.sub(r"/\*.*?\*/", "", (INCLUDE / "edgecodec.h").read_text(), flags=re.S)


def c_name(structure):
    return "ec_" + re.sub(r"(?<!^)(?=[A-Z])", "_", structure.__name__).lower()


class AbiTests(unittest.TestCase):
    def test_functions_are_those_of_the_header(self):
        declared = re.findall(r"EC_API[^;(]*?ec_(\w+)\(", HEADER)
        self.assertGreater(len(declared), 20)
        self.assertEqual(sorted(declared), sorted(_abi.FUNCTIONS))

    def test_arguments_are_as_many_as_in_the_header(self):
        for name, (_, arguments) in _abi.FUNCTIONS.items():
            inside = re.search(rf"\bec_{name}\(([^)]*)\)", HEADER)[1]
            count = 0 if inside == "void" else inside.count(",") + 1
            self.assertEqual(len(arguments), count, name)

    def test_statuses_are_those_of_the_header(self):
        declared = {name: int(value) for name, value in re.findall(r"EC_ERROR_(\w+) = (\d+)", HEADER)}
        self.assertEqual({s.name: s.value for s in Status if s}, declared)

    def test_abi_version_is_that_of_the_header(self):
        self.assertEqual(_abi.ABI_VERSION, int(re.search(r"EC_ABI_VERSION (\d+)", HEADER)[1]))

    @unittest.skipUnless(shutil.which("cc"), "no C compiler")
    def test_structures_are_laid_out_as_in_c(self):
        structures = [s for s in vars(_abi).values()
                      if isinstance(s, type) and issubclass(s, ctypes.Structure) and hasattr(s, "_fields_")]
        self.assertEqual({c_name(s) for s in structures}, set(re.findall(r"typedef struct (ec_\w+)", HEADER)))
        ours, lines = [], []
        for s in structures:
            ours.append(f"{c_name(s)} {ctypes.sizeof(s)}")
            lines.append(f'printf("{c_name(s)} %zu\\n", sizeof({c_name(s)}));')
            for field, *_ in s._fields_:
                at = getattr(s, field)
                ours.append(f"{c_name(s)}.{field} {at.offset} {at.size}")
                lines.append(f'printf("{c_name(s)}.{field} %zu %zu\\n", offsetof({c_name(s)}, {field}), '
                             f"sizeof((({c_name(s)} *)0)->{field}));")
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "layout.c")
            source.write_text("#include <edgecodec.h>\n#include <stdio.h>\nint main(void) {" + "\n".join(lines) + "}\n")
            subprocess.run(["cc", "-I", INCLUDE, source, "-o", Path(folder, "layout")], check=True)
            theirs = subprocess.run([Path(folder, "layout")], check=True, stdout=subprocess.PIPE, text=True).stdout
        self.assertEqual("\n".join(ours), theirs.strip())


if __name__ == "__main__":
    unittest.main()
