/**
 * A small HTTP/1.1 server with limits for everything that a client sends: the size and number of
 * headers, the size of a body, the time of a request, the number of connections, and the bytes of
 * all bodies together. It knows nothing of events.
 */
@NullMarked
package dev.sessionbeam.collect.http;

import org.jspecify.annotations.NullMarked;
