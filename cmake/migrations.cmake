# embed_migrations(target): migrations/<module>/<version>_<name>.sql as one generated source that
# defines sql::migrations_of, so that the binary needs no files beside it.
function(embed_migrations target)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/migrations/*/*.sql)
  leave_out_migrations(files)
  list(SORT files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(modules)
  foreach(file IN LISTS files)
    if(NOT file MATCHES "/([a-z_]+)/0*([0-9]+)_([a-z0-9_]+)\\.sql$")
      message(FATAL_ERROR "${file}: a migration is named <version>_<name>.sql")
    endif()
    set(module ${CMAKE_MATCH_1})
    list(APPEND modules ${module})
    file(READ ${file} text)
    string(APPEND rows_of_${module}
      "    {${CMAKE_MATCH_2}, \"${CMAKE_MATCH_3}\", R\"~~~(${text})~~~\"},\n")
  endforeach()
  list(REMOVE_DUPLICATES modules)
  set(tables "")
  set(answers "")
  foreach(module IN LISTS modules)
    string(APPEND tables
      "constexpr EmbeddedMigration ${module}_migrations[] = {\n${rows_of_${module}}};\n\n")
    string(APPEND answers "  if (module == \"${module}\") return ${module}_migrations;\n")
  endforeach()
  set(source ${CMAKE_BINARY_DIR}/generated/embedded_migrations.cpp)
  file(WRITE ${source}.new "#include <adapters/sql/embedded_migrations.hpp>\n\nnamespace sql {\n"
    "namespace {\n\n${tables}}  // namespace\n\n"
    "std::span<const EmbeddedMigration> migrations_of([[maybe_unused]] std::string_view module) {\n"
    "${answers}  return {};\n}\n\n}  // namespace sql\n")
  file(COPY_FILE ${source}.new ${source} ONLY_IF_DIFFERENT)

  add_library(${target} STATIC ${source})
  give_root(${target} PUBLIC ${CMAKE_SOURCE_DIR}/adapters/sql/embedded_migrations.hpp)
endfunction()
