package dev.sessionbeam.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The records that come, and who reads them.
 *
 * @param rate records a second, on average
 * @param rateFrom where the rate comes from, for the arithmetic
 * @param bytes the bytes of a record with its partition key, on average
 * @param bytesFrom where the size comes from, for the arithmetic
 * @param peakFactor how many times the average the peak is; at least 1
 * @param consumers how many programs read the stream, with this one; at least 1
 * @param shards the shards of the stream; empty to compute them
 * @param retention how long the stream keeps its records
 * @param outage the longest time in which nothing reads the stream
 */
public record Workload(
    BigDecimal rate,
    String rateFrom,
    BigDecimal bytes,
    String bytesFrom,
    BigDecimal peakFactor,
    BigDecimal consumers,
    OptionalLong shards,
    Duration retention,
    Duration outage) {}
