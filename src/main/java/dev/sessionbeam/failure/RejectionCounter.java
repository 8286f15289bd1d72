package dev.sessionbeam.failure;

import dev.sessionbeam.event.Origin;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.StringSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts rejected records, and keeps the first one of each reason and field as an example. The step
 * that rejects a record counts it, once.
 *
 * <p>Metrics: a counter for each reason, in the namespace of {@link RejectedRecord}. In the
 * namespace of this class, for each reason and field, a counter, and a set of {@link
 * RejectionExample}s: its smallest element is the example. The field is left out where it comes
 * from the data and not from the definition, so that the number of metrics is bounded.
 */
public final class RejectionCounter implements Serializable {
  /** More reasons and fields than a definition has. */
  private static final int MOST_CAUSES = 1000;

  /**
   * Records come in the order of their origins, nearly. So few records are before all that came
   * earlier; only a hostile replay reaches this number.
   */
  private static final int MOST_EXAMPLES = 20;

  private transient @Nullable Map<String, Cause> causes;

  /** Counts one record. */
  public void count(RejectedRecord rejected) {
    Metrics.counter(RejectedRecord.class, rejected.reason().code()).inc();
    if (rejected.reason() != Reason.LATE) {
      cause(rejected).count(rejected);
    }
  }

  private Cause cause(RejectedRecord rejected) {
    Map<String, Cause> known = causes;
    if (known == null) {
      known = new HashMap<>();
      causes = known;
    }
    String name = RejectionCause.name(rejected);
    if (!known.containsKey(name) && known.size() >= MOST_CAUSES) {
      name = rejected.reason().code();
    }
    return known.computeIfAbsent(name, Cause::new);
  }

  private static final class Cause {
    private final Counter records;
    private final StringSet examples;
    private int kept;
    private @Nullable Origin first;

    Cause(String name) {
      records = Metrics.counter(RejectionCounter.class, name);
      examples = Metrics.stringSet(RejectionCounter.class, name);
    }

    void count(RejectedRecord rejected) {
      records.inc();
      Origin origin = rejected.record().origin();
      Origin earlier = first;
      if (kept < MOST_EXAMPLES
          && (earlier == null || RejectionExample.ORDER.compare(origin, earlier) < 0)) {
        kept++;
        first = origin;
        examples.add(RejectionExample.of(rejected).encoded(origin));
      }
    }
  }
}
