# A layer is one folder of the source tree and one target. Its headers are reachable only through
# a private include root in the build tree, which holds links to the headers of that one folder:
# `#include <user/domain/email.hpp>` is found by targets that link user_domain and by no other.
# A folder's subfolders belong to other layers and are not in its root.

set(CLEAVE_ROOTS ${CMAKE_BINARY_DIR}/roots)

# Links the given headers into the root of `target`, under the path by which they are included,
# and removes links to headers that are gone. Sets `root` and `links` in the caller.
function(link_headers target)
  set(root ${CLEAVE_ROOTS}/${target})
  set(links)
  foreach(header IN LISTS ARGN)
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE path)
    string(REGEX REPLACE "^modules/" "" path ${path})
    cmake_path(GET path PARENT_PATH folder)
    file(MAKE_DIRECTORY ${root}/${folder})
    file(CREATE_LINK ${header} ${root}/${path} SYMBOLIC)
    list(APPEND links ${root}/${path})
  endforeach()
  file(GLOB_RECURSE present ${root}/*)
  list(REMOVE_ITEM present ${links})
  if(present)
    file(REMOVE ${present})
  endif()
  file(MAKE_DIRECTORY ${root})
  set(root ${root} PARENT_SCOPE)
  set(links ${links} PARENT_SCOPE)
endfunction()

# Gives `target` its include root. Headers without a source of the same name are compiled alone by
# all_verify_interface_header_sets; the others are proved self-contained by their source, which
# includes them first (the tidy test holds that).
function(give_root target scope)
  link_headers(${target} ${ARGN})
  target_include_directories(${target} ${scope} ${root})
  set(alone)
  foreach(header link IN ZIP_LISTS ARGN links)
    string(REGEX REPLACE "hpp$" "cpp" source ${header})
    if(NOT EXISTS ${source})
      list(APPEND alone ${link})
    endif()
  endforeach()
  if(alone AND NOT scope STREQUAL PRIVATE)
    target_sources(${target} ${scope} FILE_SET alone TYPE HEADERS BASE_DIRS ${root} FILES ${alone})
    set_target_properties(${target} PROPERTIES
      VERIFY_INTERFACE_HEADER_SETS ON INTERFACE_HEADER_SETS_TO_VERIFY alone)
  endif()
endfunction()

# Remembers where each layer lies, for the wall probes.
function(declare_layer target place)
  set_property(GLOBAL APPEND PROPERTY CLEAVE_LAYERS ${target})
  set_property(GLOBAL PROPERTY CLEAVE_PLACE_OF_${target} ${place})
endfunction()

# find_sources(folder): every source directly in it, sorted into ${parts}, and ${programs}, which
# define main. Tests are neither.
function(find_sources folder)
  file(GLOB parts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  list(FILTER parts EXCLUDE REGEX "_test\\.cpp$")
  set(programs)
  foreach(source IN LISTS parts)
    file(STRINGS ${source} main REGEX "^int main\\(")
    if(main)
      list(APPEND programs ${source})
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    endif()
  endforeach()
  list(REMOVE_ITEM parts ${programs})
  set(parts ${parts} PARENT_SCOPE)
  set(programs ${programs} PARENT_SCOPE)
endfunction()

# layer(target folder deps...): every source and header directly in `folder`, but for programs and
# tests, which link it.
function(layer target folder)
  is_left_out(left_out ${folder})
  if(left_out)
    return()
  endif()
  find_sources(${folder})
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.hpp)
  leave_out_sources(parts)
  leave_out_sources(headers)
  # Published events are a layer of their own, so that the other module may see them alone.
  list(FILTER headers EXCLUDE REGEX "/ports/[^/]*/[^/]*_events\\.hpp$")
  if(parts)
    add_library(${target} STATIC ${parts})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE ${headers})
    set(scope INTERFACE)
  endif()
  give_root(${target} ${scope} ${headers})
  target_link_libraries(${target} ${scope} ${ARGN})
  declare_layer(${target} ${folder})
endfunction()

# one_header(target header deps...): a layer of a single header, or of those that a pattern names.
function(one_header target header)
  add_library(${target} INTERFACE)
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${header})
  give_root(${target} INTERFACE ${headers})
  target_link_libraries(${target} INTERFACE ${ARGN})
  declare_layer(${target} ${header})
endfunction()

# module(x HEARS y...): its domain, published events, ports and application. It hears the events
# of the modules named, and knows nothing else of them.
function(module name)
  cmake_parse_arguments(module "" "" "HEARS" ${ARGN})
  list(TRANSFORM module_HEARS APPEND _events)
  layer(${name}_domain modules/${name}/domain shared_domain)
  one_header(${name}_events ports/${name}/*_events.hpp shared_domain)
  layer(${name}_ports ports/${name} ${name}_domain ${name}_events shared_ports)
  layer(${name}_application modules/${name}/application ${name}_ports ${module_HEARS})
endfunction()

# program(name folder deps...): the source in `folder` that defines main, as an executable at the
# top of the build tree.
function(program name folder)
  find_sources(${folder})
  if(programs)
    add_executable(${name} ${programs})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
    target_link_libraries(${name} PRIVATE ${ARGN})
  endif()
endfunction()
