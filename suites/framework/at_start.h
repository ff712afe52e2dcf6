/* Runs a statement before main(), which is how tests, probes and roles become known without a list of them. The order
 * among files is open. */
#ifndef WINCANCEL_AT_START_H
#define WINCANCEL_AT_START_H

#ifdef _MSC_VER
#    define AT_START(function, statement)                                                                              \
        static void __cdecl function(void)                                                                             \
        {                                                                                                              \
            statement;                                                                                                 \
        }                                                                                                              \
        __pragma(section(".CRT$XCU", read)) __declspec(allocate(".CRT$XCU")) void(__cdecl * function##_entry)(void) =  \
            function
#else
#    define AT_START(function, statement)                                                                              \
        __attribute__((constructor)) static void function(void)                                                        \
        {                                                                                                              \
            statement;                                                                                                 \
        }                                                                                                              \
        extern int function##_closes_with_a_semicolon
#endif

#endif
