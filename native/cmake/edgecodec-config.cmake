# find_package(edgecodec): the imported target edgecodec::edgecodec. Relative to this file, so the tree may be moved.
get_filename_component(_edgecodec_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET edgecodec::edgecodec)
    add_library(edgecodec::edgecodec SHARED IMPORTED)
    set_target_properties(edgecodec::edgecodec PROPERTIES
        IMPORTED_LOCATION "${_edgecodec_prefix}/lib/libedgecodec.so.1"
        IMPORTED_SONAME libedgecodec.so.1
        INTERFACE_INCLUDE_DIRECTORIES "${_edgecodec_prefix}/include")
endif()

unset(_edgecodec_prefix)
