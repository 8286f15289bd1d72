package dev.sessionbeam.plan;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prices, in one currency.
 *
 * @param currency such as {@code USD}
 * @param values those that are known
 */
public record Prices(String currency, Map<Item, BigDecimal> values) {
  public Prices {
    values = Map.copyOf(values.isEmpty() ? Map.of() : new EnumMap<>(values));
  }

  /** What has a price. The names in the file are in lower case. */
  public enum Item {
    /** An hour of a provisioned shard. */
    KINESIS_SHARD_HOUR,
    /** A million payload units: 25 KB of a record, or a part of them. */
    KINESIS_PUT_MILLION_UNITS,
    /** An hour of a provisioned shard that keeps records for more than a day, up to a week. */
    KINESIS_EXTENDED_RETENTION_SHARD_HOUR,
    /** A GiB kept for a month, beyond a week. */
    KINESIS_LONG_RETENTION_GIB_MONTH,
    /** An hour of a consumer with enhanced fan-out at a shard. */
    KINESIS_FAN_OUT_SHARD_HOUR,
    /** A GiB that enhanced fan-out reads from provisioned shards. */
    KINESIS_FAN_OUT_GIB,
    /** An hour of a stream on demand. */
    KINESIS_ON_DEMAND_STREAM_HOUR,
    /** A GiB written on demand; each record counts as whole KiB. */
    KINESIS_ON_DEMAND_GIB_IN,
    /** A GiB polled on demand. */
    KINESIS_ON_DEMAND_GIB_OUT,
    /** A GiB that enhanced fan-out reads on demand. */
    KINESIS_ON_DEMAND_FAN_OUT_GIB,
    /** A GiB that a stream on demand keeps for a month, beyond a day. */
    KINESIS_ON_DEMAND_RETENTION_GIB_MONTH,
    /** An hour of a slot: a core, with its memory. */
    FLINK_SLOT_HOUR,
    /** A GiB of state for a month. */
    STATE_GIB_MONTH,
    /** A thousand requests to S3 that write or list. */
    S3_THOUSAND_WRITES,
    /** A thousand requests to S3 that read. */
    S3_THOUSAND_READS,
    /** A GiB in S3 for a month. */
    S3_GIB_MONTH
  }

  /** Returns the price of an item; empty if it is not known. */
  Optional<BigDecimal> of(Item item) {
    return Optional.ofNullable(values.get(item));
  }
}
