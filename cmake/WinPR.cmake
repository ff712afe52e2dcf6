# The build for WinPR: an ELF program for this machine that loads libwinpr3.so.3 or libwinpr2.so.2 when it runs, whichever
# the dynamic linker finds. It is compiled against no version of it, so that one program fits all.
#
# Types and constants of Windows are mingw-w64's, in the data model that Cygwin has: long is 64 bits wide.

set(WINCANCEL_ABI winpr)
find_path(WINCANCEL_WINDOWS_HEADERS windows.h PATHS /usr/share/mingw-w64/include /usr/x86_64-w64-mingw32/include
          NO_DEFAULT_PATH REQUIRED)
find_program(WINCANCEL_IDL_COMPILER x86_64-w64-mingw32-widl REQUIRED)

# wincancel_winpr_flags(TARGET): what every file of that build is compiled and linked with.
function(wincancel_winpr_flags TARGET)
    target_compile_options(${TARGET} INTERFACE -Wall -Wextra -Wpedantic -Werror -fshort-wchar -fvisibility=hidden
                           "SHELL:-include ${CMAKE_SOURCE_DIR}/suites/framework/posix/windows_words.h"
                           "SHELL:-idirafter ${WINCANCEL_WINDOWS_HEADERS}")
    target_link_libraries(${TARGET} INTERFACE pthread dl)
endfunction()
