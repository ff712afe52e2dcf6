#include "loopback_port.h"

#include <winsock2.h>

#include <string.h>

unsigned find_loopback_port(void)
{
    WSADATA data;
    struct sockaddr_in address = { .sin_family = AF_INET };
    int size = sizeof(address);
    unsigned port = 0;
    if (WSAStartup(MAKEWORD(2, 2), &data))
        return 0;
    SOCKET probe = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (probe != INVALID_SOCKET && !bind(probe, (struct sockaddr *)&address, size) &&
        !getsockname(probe, (struct sockaddr *)&address, &size))
        port = ntohs(address.sin_port);
    if (probe != INVALID_SOCKET)
        closesocket(probe);
    WSACleanup();
    return port;
}
