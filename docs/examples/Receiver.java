import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A webhook on this machine that accepts everything, and adds each body to a file as a line:
 * {@code java docs/examples/Receiver.java PORT FILE}.
 */
public final class Receiver {
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[1]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
    server.createContext(
        "/",
        exchange -> {
          String line = new String(exchange.getRequestBody().readAllBytes(), "UTF-8") + "\n";
          synchronized (file) {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }
}
