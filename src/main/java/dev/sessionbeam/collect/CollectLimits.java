package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.HttpLimits;

/**
 * What the collector takes.
 *
 * @param http of the server
 * @param bodyBytes the largest size of a body, decompressed
 * @param eventsPerRequest the largest number of events of a request
 * @param inFlightBytes what all requests may hold in memory together
 * @param eventsPerSecond how many events a write key may send in a second; 0 for no limit
 */
public record CollectLimits(
    HttpLimits http,
    int bodyBytes,
    int eventsPerRequest,
    long inFlightBytes,
    double eventsPerSecond) {}
