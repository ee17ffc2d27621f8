# Puts the files in FROM, and the npm packages that its lockfile names, into TO, once for each
# lockfile.
file(READ ${FROM}/package-lock.json wanted)
if(EXISTS ${TO}/installed)
  file(READ ${TO}/installed present)
endif()
file(COPY ${FROM}/ DESTINATION ${TO} PATTERN CMakeLists.txt EXCLUDE)
if("${present}" STREQUAL "${wanted}")
  return()
endif()
# No package may run anything of its own on this machine.
execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund
  WORKING_DIRECTORY ${TO} COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${TO}/installed "${wanted}")
