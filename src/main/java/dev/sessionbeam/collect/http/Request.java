package dev.sessionbeam.collect.http;

/**
 * A request.
 *
 * @param body an array that begins with the body, and is not used by anybody else
 * @param length the size of the body in bytes
 * @param share what the request holds in memory: the body so far
 */
public record Request(RequestHead head, byte[] body, int length, ByteBudget.Share share) {}
