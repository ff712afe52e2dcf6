# The build for WinPR: an ELF program for this machine whose subject is the libwinpr of WINCANCEL_WINPR, a tree of Debian
# packages. Types and constants of Windows are mingw-w64's, in the data model that Cygwin has (long is 64 bits wide).

file(GLOB winpr_found ${WINCANCEL_WINPR}/usr/lib/x86_64-linux-gnu/libwinpr[23].so.[23])
list(LENGTH winpr_found winpr_count)
if(NOT winpr_count EQUAL 1)
    message(FATAL_ERROR "There is no libwinpr in ${WINCANCEL_WINPR}/usr/lib/x86_64-linux-gnu.")
endif()
set(WINCANCEL_ABI winpr)
find_path(WINCANCEL_WINDOWS_HEADERS windows.h PATHS /usr/share/mingw-w64/include /usr/x86_64-w64-mingw32/include
          NO_DEFAULT_PATH REQUIRED)
find_program(WINCANCEL_IDL_COMPILER x86_64-w64-mingw32-widl REQUIRED)

# wincancel_winpr_flags(TARGET): what every file of that build is compiled and linked with.
function(wincancel_winpr_flags TARGET)
    set(libraries ${WINCANCEL_WINPR}/usr/lib/x86_64-linux-gnu)
    target_compile_options(${TARGET} INTERFACE -Wall -Wextra -Wpedantic -Werror -fshort-wchar -fvisibility=hidden
                           "SHELL:-include ${CMAKE_SOURCE_DIR}/suites/framework/posix/windows_words.h"
                           "SHELL:-idirafter ${WINCANCEL_WINDOWS_HEADERS}")
    target_compile_definitions(${TARGET} INTERFACE WINCANCEL_WINPR_LIBRARY="${winpr_found}")
    # DT_RPATH, which holds for what the library needs too; and where the tree has a C library, it is the one to use.
    target_link_options(${TARGET} INTERFACE -Wl,--disable-new-dtags,-rpath,${libraries}
                        -Wl,-rpath,${WINCANCEL_WINPR}/lib/x86_64-linux-gnu)
    find_file(loader ld-linux-x86-64.so.2 PATHS ${libraries} ${WINCANCEL_WINPR}/lib/x86_64-linux-gnu
              NO_DEFAULT_PATH NO_CACHE)
    if(loader)
        target_link_options(${TARGET} INTERFACE -Wl,--dynamic-linker=${loader})
    endif()
    target_link_libraries(${TARGET} INTERFACE pthread dl)
endfunction()
