package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;

/** Serves the metrics of this process on the first port of a range that is free. */
public final class LoopbackPrometheusReporter extends AbstractPrometheusReporter {
  private final HTTPServer server;

  LoopbackPrometheusReporter(Iterator<Integer> ports) {
    server = serve(ports);
  }

  private HTTPServer serve(Iterator<Integer> ports) {
    while (ports.hasNext()) {
      int port = ports.next();
      try {
        HTTPServer started =
            new HTTPServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), registry);
        log.info("Prometheus metrics: http://127.0.0.1:{}/metrics", port);
        return started;
      } catch (BindException e) {
        // Another process of the cluster has it.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("metrics.reporter.prom.port: no port of the range is free");
  }

  @Override
  public void close() {
    server.stop();
    super.close();
  }
}
