package org.apache.flink.metrics.prometheus;

import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.util.NetUtils;

/**
 * Flink's Prometheus reporter on 127.0.0.1: its own listens to the whole network, and has no setting for that. In
 * Flink's package, since the metrics that it gathered are that package's own.
 */
public final class LoopbackPrometheusReporterFactory implements MetricReporterFactory {
  @Override
  public LoopbackPrometheusReporter createMetricReporter(Properties properties) {
    return new LoopbackPrometheusReporter(
        NetUtils.getPortRangeFromString(properties.getProperty("port", "9250-9269")));
  }
}
