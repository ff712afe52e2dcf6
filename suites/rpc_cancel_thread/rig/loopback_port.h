/* Ports of the loopback interface. */
#ifndef RCT_LOOPBACK_PORT_H
#define RCT_LOOPBACK_PORT_H

/* A TCP port that nobody listens on at this moment, 0 if there is none. Somebody else may take it before its use, so
 * the user tries again. */
unsigned find_loopback_port(void);

#endif
