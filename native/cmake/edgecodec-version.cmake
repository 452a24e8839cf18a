# One version for all: Directory.Build.props has it. Sets EDGECODEC_VERSION.
file(READ "${CMAKE_CURRENT_LIST_DIR}/../../Directory.Build.props" EDGECODEC_VERSION)
if(NOT EDGECODEC_VERSION MATCHES "<Version>([0-9]+\\.[0-9]+\\.[0-9]+)</Version>")
    message(FATAL_ERROR "Directory.Build.props has no <Version> of three numbers")
endif()
set(EDGECODEC_VERSION ${CMAKE_MATCH_1})
