package dev.sessionbeam.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Passes bytes between clients and a server on the loopback interface, whatever they mean. A test
 * can interrupt it like a network: it closes connections, or it goes silent.
 */
public final class Cable implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ServerSocket server;
  private final int target;
  private final Supplier<Watcher> watchers;
  private final List<Socket> sockets = new ArrayList<>();
  private State state = State.PASSES;

  private enum State {
    PASSES,
    HANGS_UP,
    IS_SILENT
  }

  /** Sees what a server sends over one connection, in pieces, before the client does. */
  public interface Watcher {
    /**
     * Sees the next piece.
     *
     * @param bytes hold it at their beginning, and change later
     */
    void sees(byte[] bytes, int length);
  }

  private Cable(ServerSocket server, int target, Supplier<Watcher> watchers) {
    this.server = server;
    this.target = target;
    this.watchers = watchers;
  }

  /** Starts a cable from a free port to a port. */
  public static Cable to(int port) throws IOException {
    return to(port, () -> (bytes, length) -> {});
  }

  /**
   * Starts a cable from a free port to a port.
   *
   * @param watchers gives each connection one that sees what the server sends over it
   */
  public static Cable to(int port, Supplier<Watcher> watchers) throws IOException {
    Cable cable =
        new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, watchers);
    Background.start("cable", cable::accept);
    return cable;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** From now on, closes all open connections, and every new one at once. */
  public synchronized void hangUp() throws IOException {
    state = State.HANGS_UP;
    closeAll();
  }

  /** From now on, accepts connections and bytes, but does not pass them on. */
  public synchronized void fallSilent() {
    state = State.IS_SILENT;
  }

  /** Passes bytes again. Connections from the time of the interruption are closed. */
  public synchronized void mend() throws IOException {
    state = State.PASSES;
    closeAll();
    notifyAll();
  }

  /** Whether any connection is open. */
  public synchronized boolean isUsed() {
    return !sockets.isEmpty();
  }

  private synchronized void closeAll() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private synchronized boolean keep(Socket socket) throws IOException {
    if (state == State.HANGS_UP) {
      socket.close();
      return false;
    }
    sockets.removeIf(Socket::isClosed);
    sockets.add(socket);
    return true;
  }

  private synchronized void awaitPassing() throws InterruptedException {
    while (state == State.IS_SILENT) {
      wait();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      client.setTcpNoDelay(true);
      if (keep(client)) {
        Background.start("cable-connect", () -> connect(client));
      }
    }
  }

  private void connect(Socket client) throws IOException, InterruptedException {
    awaitPassing();
    Socket upstream = new Socket();
    upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    upstream.setTcpNoDelay(true);
    if (keep(upstream)) {
      Background.start("cable-up", () -> pass(client, upstream, (bytes, length) -> {}));
      pass(upstream, client, watchers.get());
    } else {
      client.close();
    }
  }

  private void pass(Socket from, Socket to, Watcher watcher)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitPassing();
        watcher.sees(buffer, read);
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    server.close();
    state = State.HANGS_UP;
    notifyAll();
    closeAll();
  }
}
