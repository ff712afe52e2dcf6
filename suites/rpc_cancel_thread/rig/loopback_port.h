/* TCP ports of the loopback interface, each drawn once in the life of a process: what a run-time still has of a
 * connection to the server that was there before must not meet another server.
 */
#ifndef RCT_LOOPBACK_PORT_H
#define RCT_LOOPBACK_PORT_H

/* The first of `count` neighbouring ports. Whether somebody listens on one of them is not looked at. */
unsigned draw_loopback_ports(unsigned count);
/* One that nobody listens on at this moment; 0 if none is found. Somebody else may take it before its use, so the user
 * tries again. */
unsigned draw_free_loopback_port(void);

#endif
