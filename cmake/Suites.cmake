# What the build compiles in about each suite: the ids of its register, and how many TEST() its files have, so that an executable
# that lost some at link time notices at start-up.

# Appends to OUT the C text of one suite. DIR has clauses.toml and the test files; PREFIX begins every clause id.
function(wincancel_describe_suite NAME PREFIX DIR SOURCES OUT)
    file(STRINGS "${DIR}/clauses.toml" lines REGEX "^(id = \"${PREFIX}-|kind = )")
    set(clauses "")
    set(advice "")
    foreach(line IN LISTS lines)
        if(line MATCHES "^id = \"([A-Za-z0-9_-]+)\"")
            set(id "${CMAKE_MATCH_1}")
        elseif(line MATCHES "^kind = \"advice\"")
            string(APPEND advice "    \"${id}\",\n")
        else()
            string(APPEND clauses "    \"${id}\",\n")
        endif()
    endforeach()
    set(count 0)
    foreach(source IN LISTS SOURCES)
        file(STRINGS "${source}" tests REGEX "^TEST\\(")
        list(LENGTH tests here)
        math(EXPR count "${count} + ${here}")
    endforeach()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${DIR}/clauses.toml" ${SOURCES})
    set(text "static const char *const ${NAME}_clauses[] = {\n${clauses}    NULL,\n};\n")
    string(APPEND text "static const char *const ${NAME}_advice[] = {\n${advice}    NULL,\n};\n")
    set(${OUT}_DEFINITIONS "${${OUT}_DEFINITIONS}${text}" PARENT_SCOPE)
    set(${OUT}_ROWS "${${OUT}_ROWS}    { \"${NAME}\", \"${PREFIX}\", ${NAME}_clauses, ${NAME}_advice, ${count} },\n"
        PARENT_SCOPE)
endfunction()

# Writes the table `suites` for an executable.
function(wincancel_write_suites FILE DESCRIPTION)
    file(CONFIGURE OUTPUT "${FILE}" CONTENT "#include \"registry.h\"\n\n${${DESCRIPTION}_DEFINITIONS}
const struct suite suites[] = {\n${${DESCRIPTION}_ROWS}};\nconst size_t suite_count = sizeof(suites) / sizeof(suites[0]);\n"
         @ONLY)
endfunction()

# A name for the sources that the executables are built from.
function(wincancel_build_id OUT)
    set(hashes "")
    foreach(source IN LISTS ARGN)
        file(SHA256 "${source}" hash)
        string(APPEND hashes "${hash}")
    endforeach()
    string(SHA256 all "${hashes}")
    string(SUBSTRING "${all}" 0 16 short)
    set(${OUT} "${short}" PARENT_SCOPE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
endfunction()
