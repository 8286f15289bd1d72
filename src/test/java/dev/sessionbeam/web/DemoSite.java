package dev.sessionbeam.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Serves the files of {@code collector/} on this machine, under a strict content policy. */
final class DemoSite implements AutoCloseable {
  private static final Path FILES = Path.of("collector");
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");
  private static final int NOT_FOUND = 404;

  /** Violates the policy, so that a test sees that it would notice. */
  private static final String VIOLATING =
      "<!doctype html><title>x</title><script>window.ran = true</script>";

  private final HttpServer server;
  private volatile String collector = "";

  private DemoSite(HttpServer server) {
    this.server = server;
  }

  static DemoSite start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    DemoSite site = new DemoSite(server);
    server.createContext("/", site::answer);
    server.start();
    return site;
  }

  /** The origin of its pages. */
  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The address of the demo page, whose events go to a collector. */
  URI page(URI events) {
    collector = events.resolve("/").toString().replaceFirst("/$", "");
    String to = URLEncoder.encode(events.toString(), StandardCharsets.UTF_8);
    return URI.create(origin() + "/demo.html?collector=" + to);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path name = Path.of(exchange.getRequestURI().getPath()).getFileName();
      Path file = name == null ? FILES : FILES.resolve(name);
      boolean violates = "/violating.html".equals(exchange.getRequestURI().getPath());
      if (!violates && !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
        return;
      }
      String type = TYPES.getOrDefault(name.toString().replaceFirst(".*\\.", ""), "text/plain");
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange
          .getResponseHeaders()
          .set(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src "
                  + collector
                  + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                  + " require-trusted-types-for 'script'");
      byte[] bytes =
          violates ? VIOLATING.getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(file);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
