"""Puts the published C library into the wheel, and says for which machines that is.

./build.sh package wheel sets EDGECODEC_VERSION, EDGECODEC_LIBRARY (libedgecodec.so.1), EDGECODEC_RUNTIME_NOTICES
and EDGECODEC_PLATFORM (such as manylinux_2_34_x86_64).
"""

import os
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


def given(name):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is not set: build with ./build.sh package wheel")
    return value


class LibraryHook(BuildHookInterface):
    """Not a pure wheel, but one that any Python 3 takes: ctypes needs no version of its own."""

    def initialize(self, version, build_data):
        root = Path(self.root).parent.parent
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{given('EDGECODEC_PLATFORM')}"
        build_data["force_include"].update({
            given("EDGECODEC_LIBRARY"): "edgecodec/libedgecodec.so.1",
            given("EDGECODEC_RUNTIME_NOTICES"): "edgecodec/THIRD-PARTY-NOTICES.txt",
            str(root / "packaging/copyright"): "edgecodec/copyright",
            str(root / "LICENSE"): "edgecodec/LICENSE",
        })


class VersionHook(MetadataHookInterface):
    def update(self, metadata):
        metadata["version"] = given("EDGECODEC_VERSION")
