package dev.sessionbeam.simulate;

/**
 * A record and when it arrives.
 *
 * @param instant the time of arrival, in epoch milliseconds of the simulation
 * @param number counts the records in the order in which they were sent
 * @param machine the machine that sent it, whatever the record itself contains
 * @param record its bytes, without a line break
 */
record Arrival(long instant, long number, String machine, byte[] record) {}
