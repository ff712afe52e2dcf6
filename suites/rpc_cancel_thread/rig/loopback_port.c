#include "loopback_port.h"

#include <winsock2.h>

#include <stdbool.h>
#include <string.h>

#include "wincancel_test.h"

/* Below what systems give to those who do not ask for a port, which on Linux is from 32768 on, on Windows from 49152.
 */
#define LOWEST_PORT     10000u
#define PORTS           22000u
#define MAX_FREE_TRIALS 50u

static volatile LONG drawn = -1; /* -1: none yet */

/* Where this process begins: processes that run side by side should not draw the same. */
static LONG first_draw(void)
{
    return (LONG)((now_us() * UINT64_C(2654435761) + GetCurrentProcessId() * UINT64_C(40503)) % PORTS);
}

unsigned draw_loopback_ports(unsigned count)
{
    if (drawn < 0)
        InterlockedCompareExchange(&drawn, first_draw(), -1);
    LONG from = InterlockedExchangeAdd(&drawn, (LONG)count);
    unsigned offset = (unsigned)from % PORTS;
    return LOWEST_PORT + (offset + count <= PORTS ? offset : 0);
}

static bool is_free(unsigned port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((u_short)port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SOCKET probe = socket(AF_INET, SOCK_STREAM, 0);
    bool is_bound = probe != INVALID_SOCKET && !bind(probe, (struct sockaddr *)&address, sizeof(address));
    if (probe != INVALID_SOCKET)
        closesocket(probe);
    return is_bound;
}

unsigned draw_free_loopback_port(void)
{
    WSADATA data;
    unsigned port = 0;
    if (WSAStartup(MAKEWORD(2, 2), &data))
        return 0;
    for (unsigned i = 0; i < MAX_FREE_TRIALS && !port; ++i) {
        unsigned candidate = draw_loopback_ports(1);
        port = is_free(candidate) ? candidate : 0;
    }
    WSACleanup();
    return port;
}
