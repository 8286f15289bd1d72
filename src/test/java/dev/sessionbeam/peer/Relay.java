package dev.sessionbeam.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP relay between a client and a server on the loopback interface. It keeps the requests of
 * the client, and passes bytes on as they are, so that signed headers stay valid. A test can make
 * it answer in place of the server.
 */
public final class Relay implements AutoCloseable {
  private static final int HEAD_BYTES = 1 << 16;

  private final ServerSocket server;
  private final int target;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile @Nullable Answer answer;

  /**
   * An answer in place of the server.
   *
   * @param to which requests are answered, decided by their head: request line and headers
   * @param text the whole answer
   */
  private record Answer(Predicate<String> to, String text) {}

  private Relay(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** Starts a relay on a free port. */
  public static Relay to(int port) throws IOException {
    Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    Background.start("accept", relay::accept);
    return relay;
  }

  /**
   * From now on, answers these requests with an error of S3.
   *
   * @param to which requests are answered, decided by their head
   */
  public void refuse(Predicate<String> to, int status, String code) {
    String body = "<Error><Code>" + code + "</Code><Message>No.</Message></Error>";
    refuse(to, status, code, "Content-Type: application/xml", body);
  }

  /**
   * Answers the next calls of an operation of Kinesis or DynamoDB with an exception.
   *
   * @param times how many calls
   * @return how many of them are still to come
   */
  public IntSupplier refuse(String operation, int times, int status, String exception) {
    AtomicInteger left = new AtomicInteger(times);
    fail(
        head -> head.contains("." + operation + "\r\n") && left.getAndDecrement() > 0,
        status,
        exception);
    return () -> Math.max(0, left.get());
  }

  /**
   * From now on, answers these requests with an exception of a service that speaks JSON.
   *
   * @param to which requests are answered, decided by their head
   */
  public void fail(Predicate<String> to, int status, String exception) {
    refuse(to, status, exception, "x-amzn-ErrorType: " + exception, "");
  }

  private void refuse(Predicate<String> to, int status, String reason, String header, String body) {
    answer =
        new Answer(
            to,
            String.format(
                Locale.ROOT,
                "HTTP/1.1 %d %s\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
                status,
                reason,
                header,
                body.length(),
                body));
  }

  /** From now on, passes everything on. */
  public void pass() {
    answer = null;
  }

  /** The heads of all requests so far: request line and headers. */
  public List<String> requests() {
    return List.copyOf(heads);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      sockets.add(client);
      Background.start("relay", () -> serve(client));
    }
  }

  /**
   * Serves one request per connection. Everything after its head is passed on without being read.
   */
  private void serve(Socket client) throws IOException {
    try (client) {
      InputStream in = client.getInputStream();
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      heads.add(head);
      Answer instead = answer;
      if (instead != null && instead.to().test(head)) {
        client.getOutputStream().write(instead.text().getBytes(StandardCharsets.ISO_8859_1));
        client.shutdownOutput();
        // If the connection were closed with unread bytes, it would be reset, and the answer would
        // be lost.
        in.transferTo(OutputStream.nullOutputStream());
        return;
      }
      try (Socket upstream = new Socket()) {
        upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        sockets.add(upstream);
        upstream.getOutputStream().write(closing(head).getBytes(StandardCharsets.ISO_8859_1));
        Background.start(
            "upwards",
            () -> {
              try {
                in.transferTo(upstream.getOutputStream());
              } finally {
                // Otherwise the server would wait for the rest of what a killed process was
                // sending.
                upstream.shutdownOutput();
              }
            });
        upstream.getInputStream().transferTo(client.getOutputStream());
      }
    }
  }

  /** Makes the server close the connection after its answer. No signature covers that header. */
  private static String closing(String head) {
    return head.replaceFirst("(?i)\r\nConnection: [^\r]*", "")
        .replaceFirst("\r\n", "\r\nConnection: close\r\n");
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4 && head.size() < HEAD_BYTES) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.write(b);
      boolean expected = b == (matched % 2 == 0 ? '\r' : '\n');
      matched = expected ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
