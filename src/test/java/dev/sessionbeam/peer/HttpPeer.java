package dev.sessionbeam.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on the loopback interface. It keeps what it receives, and behaves as a test says,
 * for each path. Without a word, it answers 200 (to an invocation of a function: as Lambda does).
 *
 * <p>No request holds one of its threads while its answer waits, so thousands may wait at once.
 */
public final class HttpPeer implements AutoCloseable {
  /** The longest time that a test waits for requests. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int THREADS = 8;

  static {
    // Otherwise the kernel holds back the second part of an answer for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Map<String, HttpBehavior> behaviors = new ConcurrentHashMap<>();
  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final @Nullable Consumer<ReceivedRequest> receiver;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, HttpPeer::daemon);
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(HttpPeer::daemon);
  private final int port;
  private HttpServer server;

  private HttpPeer(@Nullable Consumer<ReceivedRequest> receiver) throws IOException {
    this.receiver = receiver;
    server = listen(0);
    port = server.getAddress().getPort();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "http-peer");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts a server that keeps all requests. */
  public static HttpPeer start() throws IOException {
    return new HttpPeer(null);
  }

  /**
   * Starts a server that keeps no request.
   *
   * @param receiver gets each request before it is answered, by several threads at once
   */
  public static HttpPeer start(Consumer<ReceivedRequest> receiver) throws IOException {
    return new HttpPeer(receiver);
  }

  private HttpServer listen(int at) throws IOException {
    HttpServer started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 1000);
    started.setExecutor(threads);
    started.createContext("/", this::handle);
    started.start();
    return started;
  }

  private void handle(HttpExchange exchange) throws IOException {
    ReceivedRequest request = received(exchange);
    if (receiver == null) {
      synchronized (requests) {
        requests.add(request);
        requests.notifyAll();
      }
    } else {
      receiver.accept(request);
    }
    HttpBehavior usual =
        request.path().startsWith(FUNCTIONS) ? HttpBehavior.function() : HttpBehavior.ok();
    behaviors.getOrDefault(request.path(), usual).answer(exchange, request, scheduler);
  }

  private static ReceivedRequest received(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return new ReceivedRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        headers,
        body,
        Instant.now());
  }

  private static final String FUNCTIONS = "/2015-03-31/functions/";

  /**
   * Returns the path of a function's invocations.
   *
   * @param function the name or ARN by which it is invoked
   */
  public static String invocations(String function) {
    return FUNCTIONS + function + "/invocations";
  }

  /** From now on, behaves in this way for a path. */
  public void behave(String path, HttpBehavior behavior) {
    behaviors.put(path, behavior);
  }

  /** Returns all requests so far. */
  public List<ReceivedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Returns the requests for a path so far. */
  public List<ReceivedRequest> requests(String path) {
    return requests().stream().filter(request -> request.path().equals(path)).toList();
  }

  /**
   * Waits until there were so many requests for a path, and returns all of them. They may still be
   * without an answer.
   *
   * @throws AssertionError if they do not come within a minute
   */
  public List<ReceivedRequest> await(String path, int count) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    synchronized (requests) {
      while (requests(path).size() < count) {
        long left = Duration.between(Instant.now(), deadline).toMillis();
        if (left <= 0) {
          throw new AssertionError(
              requests(path).size() + " of " + count + " requests for " + path);
        }
        requests.wait(left);
      }
      return requests(path);
    }
  }

  public int port() {
    return port;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Returns the address of a path, which begins with a slash. */
  public URI uri(String path) {
    return endpoint().resolve(path);
  }

  /** From now on, refuses connections, and ends those that are open. */
  public void refuseConnections() {
    server.stop(0);
  }

  /** Takes connections again, at the same port. */
  public void acceptConnections() throws IOException {
    server = listen(port);
  }

  /** Returns an address at which nothing listens. */
  public static URI nowhere() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort() + "/nowhere");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    scheduler.shutdownNow();
  }
}
