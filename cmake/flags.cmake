# How everything here is compiled: warnings are errors, the hardening that costs nothing measurable
# is always on, and assertions stay in release builds.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported()

set(CLEAVE_SANITIZE "" CACHE STRING "address,undefined | thread | empty")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
add_compile_options(-fstack-protector-strong -fstack-clash-protection -fno-omit-frame-pointer)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64)
  add_compile_options(-fcf-protection)
endif()
add_compile_definitions(_GLIBCXX_ASSERTIONS)
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)

if(CLEAVE_SANITIZE)
  add_compile_options(-fsanitize=${CLEAVE_SANITIZE})
  add_link_options(-fsanitize=${CLEAVE_SANITIZE})
  if(CLEAVE_SANITIZE MATCHES undefined)
    # SOCI hides its type information, so the vptr check does not link.
    add_compile_options(-fno-sanitize=vptr -fno-sanitize-recover=all)
  endif()
  if(CLEAVE_SANITIZE MATCHES thread)
    # GCC 12 warns on every fence inside asio.
    add_compile_options(-Wno-tsan)
  endif()
elseif(NOT CMAKE_BUILD_TYPE STREQUAL Debug)
  # Fortification needs an optimised build and would hide calls from the sanitizers.
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  # All is linked into one program, where no function can be replaced: calls may be inlined.
  add_compile_options(-fno-semantic-interposition)
endif()

if(CLEAVE_SANITIZE OR NOT CMAKE_BUILD_TYPE STREQUAL Debug)
  # GCC 12, optimising, warns of reads and frees inside std::expected and std::optional that never
  # happen; the sanitizers would see them if they did.
  add_compile_options(-Wno-maybe-uninitialized -Wno-free-nonheap-object)
endif()

# Keeps POSIX's function `sync` out of the way of the module of that name.
add_compile_options(-include ${CMAKE_SOURCE_DIR}/cmake/posix_sync.h)
