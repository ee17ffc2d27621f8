# Which modules a build holds. What belongs to the others is left out: their layers do not exist, so
# that nothing of theirs is compiled; the events that they publish stay, for who hears them.
#   cmake -DCLEAVE_MODULES=user ...   a `cleave` of the module user alone, without tests

file(GLOB CLEAVE_ALL_MODULES RELATIVE ${CMAKE_SOURCE_DIR}/modules ${CMAKE_SOURCE_DIR}/modules/*)
list(REMOVE_ITEM CLEAVE_ALL_MODULES shared sync)
set(CLEAVE_LEFT_OUT ${CLEAVE_ALL_MODULES})
set(CLEAVE_MODULES all CACHE STRING "the modules that cleave holds, separated by commas, or all")
if(CLEAVE_MODULES STREQUAL "all")
  set(CLEAVE_LEFT_OUT)
else()
  string(REPLACE "," ";" chosen "${CLEAVE_MODULES}")
  foreach(module IN LISTS chosen)
    if(NOT module IN_LIST CLEAVE_LEFT_OUT)
      message(FATAL_ERROR "CLEAVE_MODULES: there is no module \"${module}\"")
    endif()
    list(REMOVE_ITEM CLEAVE_LEFT_OUT ${module})
  endforeach()
endif()
list(JOIN CLEAVE_LEFT_OUT "|" CLEAVE_LEFT_OUT_PATTERN)

# Removes from the named list of layers those of modules that are left out.
function(leave_out_layers list)
  if(CLEAVE_LEFT_OUT)
    list(FILTER ${list} EXCLUDE REGEX "^(${CLEAVE_LEFT_OUT_PATTERN})_(.*)$")
  endif()
  set(${list} "${${list}}" PARENT_SCOPE)
endfunction()

# Removes from the named list of sources of app/ those of modules that are left out, and, where any
# is, what needs all of them.
function(leave_out_sources list)
  if(CLEAVE_LEFT_OUT)
    list(FILTER ${list} EXCLUDE REGEX "/app/(${CLEAVE_LEFT_OUT_PATTERN}|demo|overview)[_.]")
  endif()
  set(${list} "${${list}}" PARENT_SCOPE)
endfunction()

# Removes from the named list of migrations those of modules that are left out.
function(leave_out_migrations list)
  if(CLEAVE_LEFT_OUT)
    list(FILTER ${list} EXCLUDE REGEX "/migrations/(${CLEAVE_LEFT_OUT_PATTERN})/")
  endif()
  set(${list} "${${list}}" PARENT_SCOPE)
endfunction()

# Whether that folder belongs to a module that is left out.
function(is_left_out answer folder)
  set(${answer} OFF PARENT_SCOPE)
  set(place "(^modules/|^ports/|^adapters/[^/]+/)")
  if(CLEAVE_LEFT_OUT AND folder MATCHES "${place}(${CLEAVE_LEFT_OUT_PATTERN})(/|$)")
    set(${answer} ON PARENT_SCOPE)
  endif()
endfunction()
