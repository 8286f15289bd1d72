package dev.sessionbeam.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes the connections of a client on to an S3 server on this machine, and counts the requests by
 * kind. Bytes pass as they are, so signatures stay valid, and connections stay open.
 */
public final class RequestRelay implements AutoCloseable {
  private static final int HEAD_BYTES = 1 << 16;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]{1,18})");

  private final ServerSocket server;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Map<S3RequestKind, Long> counts = new EnumMap<>(S3RequestKind.class);

  private RequestRelay(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts a relay on a free port of this machine.
   *
   * @param port the port of the server
   */
  public static RequestRelay to(int port) throws IOException {
    RequestRelay relay =
        new RequestRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    relay.threads.execute(relay::accept);
    return relay;
  }

  /** The address that clients use in place of the server's. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Returns the number of requests of each kind so far, without kinds that did not occur. */
  public Map<S3RequestKind, Long> counts() {
    synchronized (counts) {
      return new EnumMap<>(counts);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed: there are no more clients.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(upstream);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      threads.execute(() -> passAnswers(upstream, client));
      passRequests(new BufferedInputStream(client.getInputStream()), upstream.getOutputStream());
    } catch (IOException e) {
      // One side has closed the connection. What that means is up to the other side.
    } finally {
      sockets.remove(client);
    }
  }

  private void passAnswers(Socket upstream, Socket client) {
    try (upstream;
        client) {
      upstream.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // As above.
    } finally {
      sockets.remove(upstream);
    }
  }

  private void passRequests(InputStream in, OutputStream out) throws IOException {
    for (String head = head(in); !head.isEmpty(); head = head(in)) {
      S3RequestKind kind = S3RequestKind.of(head);
      synchronized (counts) {
        counts.merge(kind, 1L, Long::sum);
      }
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      pass(in, out, bodyBytes(head));
    }
  }

  private static long bodyBytes(String head) throws IOException {
    if (head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding:")) {
      throw new IOException("the relay cannot tell where a body without a length ends");
    }
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Long.parseLong(length.group(1)) : 0;
  }

  private static void pass(InputStream in, OutputStream out, long bytes) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = bytes;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("a request ended before its body did");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /** Returns the request line and headers of the next request; empty if there is none. */
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
    threads.shutdownNow();
  }
}
