package dev.sessionbeam.simulate;

/**
 * Counts what a simulation has made. The number of records is the number of events plus that of
 * duplicates.
 *
 * @param events including broken ones, without duplicates
 * @param copies duplicates of events
 * @param invalid broken events
 * @param machines machines that sent at least one event
 * @param bytes in all files
 */
public record Outcome(long events, long copies, long invalid, int machines, long bytes) {}
