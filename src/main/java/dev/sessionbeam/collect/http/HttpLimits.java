package dev.sessionbeam.collect.http;

import java.time.Duration;

/**
 * What the server takes from clients.
 *
 * @param headers the largest number of headers of a request
 * @param headerBytes the largest size of all headers together, in bytes
 * @param bodyBytes the largest size of a body as it is sent, in bytes
 * @param connections the largest number of connections at once
 * @param requestTime from the first byte of a request to its last one; and for an answer to be read
 * @param idleTime how long a connection may be open without a request
 */
public record HttpLimits(
    int headers,
    int headerBytes,
    int bodyBytes,
    int connections,
    Duration requestTime,
    Duration idleTime) {}
