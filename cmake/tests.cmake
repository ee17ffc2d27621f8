# suite(folder deps...): tests/<folder>/*.cpp as the test program <folder>_tests. With WHOLE it is
# one CTest test, for suites whose cases share something dear to start (a PostgreSQL of their own).
# With APART only *_test.cpp are compiled, since a layer has the folder's other sources.
function(suite folder)
  cmake_parse_arguments(suite "WHOLE;APART" "" "" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*.cpp)
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*.hpp)
  if(suite_APART)
    list(FILTER sources INCLUDE REGEX "_test\\.cpp$")
  endif()
  if(NOT sources)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY CLEAVE_SUITES ${folder})
  add_executable(${folder}_tests ${sources})
  give_root(${folder}_tests PRIVATE ${headers})
  target_link_libraries(${folder}_tests PRIVATE
    test_support ${suite_UNPARSED_ARGUMENTS} GTest::gtest_main)
  if(suite_WHOLE)
    add_test(NAME ${folder} COMMAND ${folder}_tests)
    set_tests_properties(${folder} PROPERTIES TIMEOUT 1800)
  else()
    gtest_discover_tests(${folder}_tests TEST_PREFIX ${folder}. DISCOVERY_MODE PRE_TEST
      DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 600)
  endif()
endfunction()
