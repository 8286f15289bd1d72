package dev.sessionbeam.collect;

import java.math.BigDecimal;

/**
 * A text of metrics in the format of Prometheus. These are few lines, and Flink's reporter of
 * Prometheus is not part of this program.
 */
final class MetricsText {
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String PREFIX = "sessionbeam_collect_";

  private final StringBuilder text = new StringBuilder();
  private String name = "";

  /** Begins a metric: the values that follow belong to it. */
  void begin(String metric, String type, String help) {
    name = PREFIX + metric;
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /** Adds a value, with labels such as {@code status="200"}; empty for none. */
  void add(String labels, long value) {
    add("", labels, Long.toString(value));
  }

  /** Adds a value with a longer name. */
  void add(String suffix, String labels, String value) {
    text.append(name).append(suffix);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  /** Adds a metric with one value. */
  void one(String metric, String type, String help, long value) {
    begin(metric, type, help);
    add("", value);
  }

  /** Writes milliseconds as seconds. */
  static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
