# The version that the installed header states; anything from the same major version on is compatible.
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../../../include/edgecodec.h" _edgecodec_lines REGEX "#define EC_VERSION_(MAJOR|MINOR|PATCH) ")
string(REGEX REPLACE "[^0-9;]" "" _edgecodec_numbers "${_edgecodec_lines}")
string(REPLACE ";" "." PACKAGE_VERSION "${_edgecodec_numbers}")
list(GET _edgecodec_numbers 0 _edgecodec_major)

if(PACKAGE_VERSION VERSION_GREATER_EQUAL PACKAGE_FIND_VERSION AND PACKAGE_FIND_VERSION_MAJOR EQUAL _edgecodec_major)
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
if(PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION)
    set(PACKAGE_VERSION_EXACT TRUE)
endif()
