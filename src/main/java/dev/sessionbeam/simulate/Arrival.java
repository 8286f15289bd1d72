package dev.sessionbeam.simulate;

/**
 * A record that arrives.
 *
 * @param instant when, in epoch milliseconds of the simulation
 * @param number counts the records in the order in which they were sent
 * @param machine which one sent it, whatever the record says itself
 * @param record its bytes, without a line break
 */
record Arrival(long instant, long number, String machine, byte[] record) {}
