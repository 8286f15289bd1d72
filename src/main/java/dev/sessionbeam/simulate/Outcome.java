package dev.sessionbeam.simulate;

/**
 * What a simulation has made. There are as many records as events and copies together.
 *
 * @param events broken ones included, copies not
 * @param copies events that stand there once more
 * @param invalid events that are broken
 * @param machines that sent at least one event
 * @param bytes in all files
 */
public record Outcome(long events, long copies, long invalid, int machines, long bytes) {}
