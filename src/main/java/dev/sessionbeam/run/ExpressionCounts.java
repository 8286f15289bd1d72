package dev.sessionbeam.run;

import dev.sessionbeam.prepare.ExpressionCounters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * How often the expressions of the definition had no value in a run.
 *
 * @param withoutValue the evaluations without a value, by the place in the definition, such as
 *     {@code enrich.weekday}; only of expressions with at least one
 * @param never the places of the expressions that were evaluated and never had a value
 */
record ExpressionCounts(SortedMap<String, Long> withoutValue, SortedSet<String> never) {
  static final ExpressionCounts NONE = new ExpressionCounts(new TreeMap<>(), new TreeSet<>());

  /** Reads the counts of a run from its metrics. */
  static ExpressionCounts of(PipelineResult result) {
    SortedMap<String, Long> without = counters(result, ExpressionCounters.WITHOUT_VALUE);
    SortedSet<String> never = new TreeSet<>(without.keySet());
    never.removeAll(counters(result, ExpressionCounters.HAD_VALUE).keySet());
    return new ExpressionCounts(without, never);
  }

  private static SortedMap<String, Long> counters(PipelineResult result, String kind) {
    SortedMap<String, Long> counts = new TreeMap<>();
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(ExpressionCounters.class))
            .build();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      String name = counter.getName().getName();
      if (name.startsWith(kind) && counter.getAttempted() > 0) {
        counts.merge(name.substring(kind.length()), counter.getAttempted(), Long::sum);
      }
    }
    return counts;
  }

  /** The counts as values for JSON; empty if each evaluation had a value. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!withoutValue.isEmpty()) {
      values.put("expressions_without_value", withoutValue);
    }
    if (!never.isEmpty()) {
      values.put("expressions_never_with_value", List.copyOf(never));
    }
    return values;
  }
}
