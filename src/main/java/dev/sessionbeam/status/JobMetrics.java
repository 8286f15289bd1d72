package dev.sessionbeam.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cluster.FlinkRest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The values of a job's metrics, over all of its tasks. Flink names a metric by its step, and then
 * by its class and name, with an underscore in place of each dot and colon.
 */
final class JobMetrics {
  private static final String OURS = ".dev_sessionbeam_";

  /** The step that gives events their windows: its watermark is that of the events read. */
  private static final String WATERMARK = "SessionWindows/Window_Assign_out.currentInputWatermark";

  private static final List<String> DROPPED =
      List.of("droppedDueToLateness", "droppedDueToClosedWindow", "StatefulParDoDropped");

  /** So many names of up to 150 characters fit into the address of a request. */
  private static final int NAMES_AT_ONCE = 20;

  private record Values(long min, long max, long sum) {
    Values and(Values other) {
      return new Values(Math.min(min, other.min), Math.max(max, other.max), sum + other.sum);
    }
  }

  private final Map<String, Values> values = new TreeMap<>();

  private JobMetrics() {}

  /**
   * Reads the metrics of a job.
   *
   * @param vertices the ids of its vertices
   */
  static JobMetrics read(FlinkRest rest, String job, List<String> vertices) throws IOException {
    JobMetrics metrics = new JobMetrics();
    for (String vertex : vertices) {
      String path = "/jobs/" + job + "/vertices/" + vertex + "/subtasks/metrics";
      List<String> names = new ArrayList<>();
      for (JsonNode metric : rest.get(path)) {
        String name = metric.path("id").asText();
        if (isOfInterest(name)) {
          names.add(name);
        }
      }
      for (int from = 0; from < names.size(); from += NAMES_AT_ONCE) {
        int to = Math.min(names.size(), from + NAMES_AT_ONCE);
        metrics.add(rest.get(path + "?get=" + encoded(names.subList(from, to))));
      }
    }
    return metrics;
  }

  private static boolean isOfInterest(String name) {
    return name.contains(OURS)
        || name.endsWith(WATERMARK)
        || DROPPED.stream().anyMatch(name::endsWith);
  }

  private static String encoded(List<String> names) {
    return names.stream()
        .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
        .collect(Collectors.joining(","));
  }

  private void add(JsonNode read) {
    for (JsonNode metric : read) {
      Values found =
          new Values(
              metric.path("min").asLong(),
              metric.path("max").asLong(),
              metric.path("sum").asLong());
      values.merge(withoutStep(metric.path("id").asText()), found, Values::and);
    }
  }

  /** Steps have dots in their names, too. */
  private static String withoutStep(String name) {
    int ours = name.indexOf(OURS);
    return ours < 0 ? name : name.substring(ours + 1);
  }

  private static String name(Class<?> namespace, String name) {
    return namespace.getName().replace('.', '_') + "_" + name;
  }

  /** The sum of a counter over all tasks; zero if no task has counted anything. */
  long sum(Class<?> namespace, String name) {
    Values found = values.get(name(namespace, name));
    return found == null ? 0 : found.sum;
  }

  /** The largest value of a gauge; empty if no task has one. */
  OptionalLong max(Class<?> namespace, String name) {
    Values found = values.get(name(namespace, name));
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.max);
  }

  /** The largest values of the gauges of a class, by name. */
  Map<String, Long> gauges(Class<?> namespace) {
    return gauges(namespace, "");
  }

  /** The largest values of the gauges of a class whose names begin so, by the rest of the name. */
  Map<String, Long> gauges(Class<?> namespace, String begin) {
    Map<String, Long> gauges = new TreeMap<>();
    String prefix = name(namespace, begin);
    values.forEach(
        (name, found) -> {
          if (name.startsWith(prefix)) {
            gauges.put(name.substring(prefix.length()), found.max);
          }
        });
    return gauges;
  }

  /** The watermark of the events that were read, in milliseconds; empty if no task has one. */
  OptionalLong watermark() {
    return values.entrySet().stream()
        .filter(metric -> metric.getKey().endsWith(WATERMARK))
        .mapToLong(metric -> metric.getValue().min)
        .min();
  }

  /** How many elements Beam dropped: not zero only if this program has a bug. */
  long dropped() {
    return values.entrySet().stream()
        .filter(metric -> DROPPED.stream().anyMatch(metric.getKey()::endsWith))
        .mapToLong(metric -> metric.getValue().sum)
        .sum();
  }
}
