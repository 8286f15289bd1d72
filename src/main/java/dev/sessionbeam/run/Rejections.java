package dev.sessionbeam.run;

import dev.sessionbeam.failure.RejectionCause;
import dev.sessionbeam.failure.RejectionCounter;
import dev.sessionbeam.failure.RejectionExample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.metrics.StringSetResult;

/**
 * The most frequent causes for which a run rejected records, each with an example.
 *
 * @param causes the most frequent one first; at most {@link #MOST}
 */
record Rejections(List<RejectionCause> causes) {
  static final Rejections NONE = new Rejections(List.of());

  /** How many causes a run reports. */
  static final int MOST = 5;

  Rejections {
    causes = List.copyOf(causes);
  }

  /** Reads the causes from the metrics of a run. */
  static Rejections of(PipelineResult result) {
    MetricQueryResults metrics =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.inNamespace(RejectionCounter.class))
                    .build());
    Map<String, Set<String>> examples = new HashMap<>();
    for (MetricResult<StringSetResult> set : metrics.getStringSets()) {
      examples
          .computeIfAbsent(set.getName().getName(), name -> new TreeSet<>())
          .addAll(set.getAttempted().getStringSet());
    }
    Map<String, Long> records = new TreeMap<>();
    for (MetricResult<Long> counter : metrics.getCounters()) {
      records.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    List<RejectionCause> causes = new ArrayList<>();
    records.forEach(
        (name, count) ->
            causes.add(
                RejectionCause.named(
                    name, count, RejectionExample.first(examples.getOrDefault(name, Set.of())))));
    return new Rejections(
        causes.stream()
            .filter(cause -> cause.records() > 0)
            .sorted(RejectionCause.MOST_FREQUENT_FIRST)
            .limit(MOST)
            .toList());
  }

  /** The causes as values for JSON. */
  List<Map<String, Object>> values() {
    List<Map<String, Object>> values = new ArrayList<>();
    for (RejectionCause cause : causes) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("reason", cause.reason());
      if (cause.field() != null) {
        value.put("field", cause.field());
      }
      value.put("records", cause.records());
      RejectionExample example = cause.example();
      if (example != null) {
        value.put("example", values(example));
      }
      values.add(value);
    }
    return values;
  }

  private static Map<String, Object> values(RejectionExample example) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("source", example.source());
    values.put("message", example.message());
    return values;
  }

  /** The causes for the user, two lines each; empty if there are none. */
  String text() {
    if (causes.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("Most frequent among the rejected records:\n");
    for (RejectionCause cause : causes) {
      text.append(String.format(Locale.ROOT, "  %,d of %s%n", cause.records(), cause));
      RejectionExample example = cause.example();
      if (example != null) {
        text.append("      first: ").append(example.source()).append('\n');
        text.append("      message: ").append(example.message()).append('\n');
      }
    }
    return text.toString();
  }
}
