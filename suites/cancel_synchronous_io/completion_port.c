#include "completion_port.h"

#include <stdio.h>

#define PACKET_DEADLINE_MS 2000u
#define KEY_OF_HANDLE      0x48u
#define KEY_OF_MARKER      0x4Du

HANDLE make_port_of(struct test_case *t, HANDLE handle)
{
    HANDLE port = subject.CreateIoCompletionPort(handle, NULL, KEY_OF_HANDLE, 1);
    need(t, port != NULL, "CreateIoCompletionPort");
    return close_after_case(t, port);
}

struct packet next_packet(struct test_case *t, HANDLE port)
{
    (void)t;
    struct packet packet = { 0 };
    packet.returned = subject.GetQueuedCompletionStatus(port, &packet.transferred, &packet.key, &packet.overlapped,
                                                        scaled_ms(PACKET_DEADLINE_MS));
    packet.error = packet.returned ? ERROR_SUCCESS : GetLastError();
    packet.arrived = packet.returned || packet.overlapped;
    return packet;
}

void check_packet(struct test_case *t, enum tier tier, const char *prefix, struct packet packet,
                  const OVERLAPPED *overlapped, DWORD error)
{
    char key[96];
    snprintf(key, sizeof(key), "%s.arrived", prefix);
    if (!check_bool(t, tier, key, packet.arrived, true))
        return;
    snprintf(key, sizeof(key), "%s.is_its_own", prefix);
    check_bool(t, tier, key, packet.overlapped == overlapped && packet.key == KEY_OF_HANDLE, true);
    snprintf(key, sizeof(key), "%s.last_error", prefix);
    check_error(t, tier, key, packet.error, ALLOW(error));
    snprintf(key, sizeof(key), "%s.transferred", prefix);
    note_bytes(t, key, packet.transferred);
}

void check_no_packet(struct test_case *t, enum tier tier, const char *prefix, HANDLE port)
{
    char key[96];
    need(t, subject.PostQueuedCompletionStatus(port, 0, KEY_OF_MARKER, NULL), "PostQueuedCompletionStatus");
    struct packet packet = next_packet(t, port);
    if (!packet.arrived)
        unresolved(t, "a packet that was posted did not come out of its port");
    snprintf(key, sizeof(key), "%s.queued", prefix);
    check_bool(t, tier, key, packet.key != KEY_OF_MARKER, false);
}
