package dev.sessionbeam.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A registry that images can be pushed to, over TLS with a certificate of its own. It keeps them in
 * memory, and nothing can be pulled.
 */
final class RegistryPeer implements AutoCloseable {
  private static final String PASSWORD = "password";

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What was uploaded and has no digest yet, by the path of the upload. */
  private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();

  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();

  private RegistryPeer(SSLContext tls) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/v2/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Starts a registry.
   *
   * @param store where its key is stored
   */
  static RegistryPeer start(Path store)
      throws IOException, InterruptedException, GeneralSecurityException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=registry",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat("keytool makes a key", keytool.waitFor(), is(0));
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return new RegistryPeer(tls);
  }

  /** Its address, which names of its images begin with. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The bytes of a manifest by its path, such as {@code /v2/name/manifests/tag}; null if none. */
  byte @Nullable [] manifest(String path) {
    return manifests.get(path);
  }

  /** The bytes of a part of an image by its digest; null if it was not pushed. */
  byte @Nullable [] blob(String digest) {
    return blobs.get(digest);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status =
        switch (exchange.getRequestMethod()) {
          case "GET" -> path.equals("/v2/") ? 200 : 404;
          case "HEAD" -> blobs.containsKey(path.replaceFirst(".*/", "")) ? 200 : 404;
          case "POST" -> upload(exchange, path + uploads.size() + "-" + System.nanoTime(), body);
          case "PATCH" -> upload(exchange, path, body);
          case "PUT" -> put(path, query, body);
          default -> 405;
        };
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int upload(HttpExchange exchange, String path, byte[] body) {
    uploads.put(path, body);
    exchange.getResponseHeaders().set("Location", "https://" + address() + path);
    return 202;
  }

  private int put(String path, String query, byte[] body) {
    if (path.contains("/manifests/")) {
      manifests.put(path, body);
      return 201;
    }
    byte[] uploaded = uploads.get(path);
    String digest = query.replaceFirst("^digest=", "");
    if (uploaded == null || !ImageBuild.digest(uploaded).equals(digest)) {
      return 400;
    }
    blobs.put(digest, uploaded);
    return 201;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
