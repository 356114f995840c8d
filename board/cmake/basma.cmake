# How every target of Basma is built, and the three verbs the folders use:
#   basma_library(NAME SOURCES... [DEPENDS LIBS...] [PRIVATE_DEPENDS LIBS...])   one static library a folder
#   basma_program(NAME SOURCES... [DEPENDS LIBS...])                             build/bin/NAME
#   basma_test(NAME SOURCES... [DEPENDS LIBS...] [ARGS ...] [TIMEOUT SECONDS])   a cmocka program run by ctest
#   basma_fuzzer(NAME SOURCES... [DEPENDS LIBS...] [CORPUS DIR])                 fuzz target; its corpus runs as a test

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

add_library(basma_flags INTERFACE)
target_include_directories(basma_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(basma_flags INTERFACE _GNU_SOURCE BASMA_VERSION="${PROJECT_VERSION}")
target_compile_options(basma_flags INTERFACE
  -Wall -Wextra -Werror -Wshadow -Wswitch-enum -Wformat=2 -Wundef -Wvla
  $<$<COMPILE_LANGUAGE:C>:-Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wold-style-definition>
  -ffp-contract=off -fno-strict-aliasing -fstack-protector-strong)
if(NOT BASMA_SANITIZE AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(basma_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
target_link_options(basma_flags INTERFACE -Wl,-z,relro,-z,now)
# Asserts are part of the product: a programming error stops the process, also in release.
foreach(language C CXX)
  foreach(type RELEASE RELWITHDEBINFO MINSIZEREL)
    string(REPLACE "-DNDEBUG" "" CMAKE_${language}_FLAGS_${type} "${CMAKE_${language}_FLAGS_${type}}")
  endforeach()
endforeach()
if(BASMA_SANITIZE)
  target_compile_options(basma_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(basma_flags INTERFACE -fsanitize=address,undefined)
endif()
if(BASMA_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "BASMA_FUZZ needs clang: configure with CC=clang CXX=clang++")
  endif()
  target_compile_options(basma_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# basma_pkg(TARGET MODULES...): an imported target from pkg-config, its headers taken as system headers.
function(basma_pkg target)
  if(NOT TARGET PkgConfig::${target})
    pkg_check_modules(${target} REQUIRED IMPORTED_TARGET GLOBAL ${ARGN})
  endif()
endfunction()

function(basma_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;PRIVATE_DEPENDS")
  add_library(${name} STATIC ${arg_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC basma_flags ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS})
endfunction()

function(basma_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS")
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE basma_flags ${arg_DEPENDS})
endfunction()

function(basma_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "DEPENDS;ARGS")
  if(NOT BUILD_TESTING)
    return()
  endif()
  basma_pkg(cmocka cmocka)
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE basma_flags ${arg_DEPENDS} PkgConfig::cmocka)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} ${arg_ARGS} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(BASMA_SANITIZE)
    math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 4")
  endif()
  # 77 is how a test says that what it needs is not here.
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77
    ENVIRONMENT "BASMA_SOURCE_DIR=${CMAKE_SOURCE_DIR};BASMA_BUILD_DIR=${CMAKE_BINARY_DIR}")
endfunction()

# Without BASMA_FUZZ the same target is linked with tests/fuzz/replay.c, which runs each file of the corpus once.
function(basma_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CORPUS" "DEPENDS")
  if(NOT BUILD_TESTING)
    return()
  endif()
  if(BASMA_FUZZ)
    add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${name} ${arg_UNPARSED_ARGUMENTS} ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.c)
    add_test(NAME ${name} COMMAND ${name} ${arg_CORPUS})
    set_tests_properties(${name} PROPERTIES TIMEOUT 120)
  endif()
  target_link_libraries(${name} PRIVATE basma_flags ${arg_DEPENDS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endfunction()
