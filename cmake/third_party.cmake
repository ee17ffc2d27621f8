# Everything comes from Debian 12 packages (`./dev packages` lists them).
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS json)
find_package(spdlog 1.10 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(date REQUIRED)
find_package(prometheus-cpp REQUIRED CONFIG)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED CONFIG)
find_package(SOCI REQUIRED)  # cmake/FindSOCI.cmake: Debian ships no config
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo)
pkg_check_modules(NATS REQUIRED IMPORTED_TARGET libnats)  # its CMake config names absent files
