# The names of the reference's faults, as C: an enumerator FAULT_name each, and the table of names.

# Writes FILE out of the register TOML, whose entries each have a line `name = "..."`.
function(wincancel_write_faults FILE TOML)
    file(STRINGS "${TOML}" lines REGEX "^name = ")
    set(names "")
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "^name = \"([a-z0-9_]+)\"$")
            message(FATAL_ERROR "${TOML}: ${line}: a fault's name has lower-case letters, digits and _ only")
        endif()
        string(APPEND names " \\\n    X(${CMAKE_MATCH_1})")
    endforeach()
    file(CONFIGURE OUTPUT "${FILE}" CONTENT "/* Made of faults.toml. */\n#define REFERENCE_FAULTS(X)${names}\n" @ONLY)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${TOML}")
endfunction()
