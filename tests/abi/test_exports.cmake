# A function that is declared but not exported fails at the customer's link; one that is exported but not declared
# becomes an interface by accident. The header, the export list and the library have to agree.
cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/header_functions.cmake")
header_functions("${SOURCE}/native/include/edgecodec.h" header)

file(STRINGS "${SOURCE}/native/edgecodec.map" map REGEX "^ *ec_[a-z_]+;")
list(TRANSFORM map REPLACE "[ ;]" "")
list(SORT map)

execute_process(COMMAND "${NM}" -D --defined-only "${LIBRARY}" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "\n" ";" symbols "${symbols}")
set(exported)
foreach(symbol IN LISTS symbols)
    # "address type name@@version"; the version itself is of type A.
    if(symbol MATCHES "^[0-9a-f]+ T ([^@]+)@@EDGECODEC_1$")
        list(APPEND exported ${CMAKE_MATCH_1})
    elseif(NOT symbol MATCHES "^0* A EDGECODEC_1(@@EDGECODEC_1)?$" AND NOT symbol STREQUAL "")
        message(FATAL_ERROR "The library exports what is no function of version EDGECODEC_1: ${symbol}")
    endif()
endforeach()
list(SORT exported)

list(LENGTH header count)
if(count LESS 15)
    message(FATAL_ERROR "The header declares ${count} functions, which cannot be all: ${header}")
endif()
if(NOT header STREQUAL map)
    message(FATAL_ERROR "edgecodec.h declares\n  ${header}\nbut edgecodec.map lists\n  ${map}")
endif()
if(NOT header STREQUAL exported)
    message(FATAL_ERROR "edgecodec.h declares\n  ${header}\nbut the library exports\n  ${exported}")
endif()
message("${count} functions")
