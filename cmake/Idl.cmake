# Client stubs out of IDL: by widl beside mingw-w64, by midl beside MSVC.

# wincancel_compile_idl(TARGET IDL): makes of NAME.idl the declarations NAME.h and the definitions NAME_stubs.h. One
# source of TARGET includes them with <>, so that the warnings that we ask for of our own code do not apply to them.
function(wincancel_compile_idl TARGET IDL)
    get_filename_component(name ${IDL} NAME_WE)
    set(place ${CMAKE_BINARY_DIR}/generated/idl)
    if(MSVC)
        find_program(WINCANCEL_IDL_COMPILER midl)
        set(env win32)
        if(CMAKE_SIZEOF_VOID_P EQUAL 8)
            set(env x64)
        endif()
        # /app_config: implicit_handle in the IDL itself; /protocol and /target: NdrClientCall2, not its successors
        set(flags /nologo /Oicf /app_config /env ${env} /protocol dce /target NT60 /server none
            /h ${name}.h /cstub ${name}_stubs.h)
        set(lacking "midl is not there; configure in a developer command prompt of Visual Studio with a Windows SDK")
    else()
        find_program(WINCANCEL_IDL_COMPILER ${WINCANCEL_ABI}-w64-mingw32-widl)
        # -Oicf: what widl makes without it includes a header of Wine's
        set(flags -Oicf -h -c -H ${name}.h -C ${name}_stubs.h)
        set(lacking "${WINCANCEL_ABI}-w64-mingw32-widl is not there; Debian's package mingw-w64-tools has it")
    endif()
    if(NOT WINCANCEL_IDL_COMPILER)
        message(FATAL_ERROR "The IDL compiler ${lacking}.")
    endif()
    file(MAKE_DIRECTORY ${place})
    add_custom_command(OUTPUT ${place}/${name}.h ${place}/${name}_stubs.h
                       COMMAND ${WINCANCEL_IDL_COMPILER} ${flags} ${IDL}
                       DEPENDS ${IDL} WORKING_DIRECTORY ${place} COMMENT "Compiling ${name}.idl" VERBATIM)
    target_sources(${TARGET} PRIVATE ${place}/${name}.h ${place}/${name}_stubs.h)
    target_include_directories(${TARGET} SYSTEM PRIVATE ${place})
endfunction()
