package dev.sessionbeam.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An S3 server (S3Proxy over a folder) in its own JVM, because its libraries differ from Beam's. It
 * ends with this JVM at the latest, however this one ends, because it reads a pipe from it.
 *
 * <p>An object is the file {@code folder/bucket/key}, so tests can write and read objects without
 * S3.
 */
public final class S3Peer implements AutoCloseable {
  /** The user that the server knows. */
  public static final String ACCESS_KEY = "sessionbeam";

  public static final String SECRET_KEY = "not-a-secret-of-anybody";

  /** The system properties that give this process access to everything. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "aws.accessKeyId", ACCESS_KEY,
          "aws.secretAccessKey", SECRET_KEY,
          "aws.disableEc2Metadata", "true");

  private static final Path PROJECT = Path.of("src/test/peers/s3proxy");

  /** Written by the build, from the POM of that project. */
  private static final Path CLASS_PATH = Path.of("target/peers/s3proxy.classpath");

  private static final String PORT = "PORT ";

  private final Process process;
  private final Path folder;
  private final int port;

  private S3Peer(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts a server and waits until it takes requests.
   *
   * @param folder an empty folder for its buckets
   */
  public static S3Peer start(Path folder) throws IOException {
    if (!Files.exists(CLASS_PATH)) {
      throw new IOException(CLASS_PATH + " is missing: run mvn generate-test-resources");
    }
    Path objects = Files.createDirectories(folder.resolve("objects"));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dlogback.configurationFile=" + PROJECT.resolve("logback.xml"),
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                PROJECT.resolve("S3ProxyServer.java").toString(),
                objects.toString())
            .redirectError(log.toFile());
    builder.environment().putAll(credentials());
    Process process = builder.start();
    try {
      return new S3Peer(process, objects, port(process, log));
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static int port(Process process, Path log) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(PORT)) {
        return Integer.parseInt(line.substring(PORT.length()));
      }
    }
    throw new IOException("the S3 server did not start: " + Files.readString(log));
  }

  /** The environment variables that give a process access to everything. */
  public static Map<String, String> credentials() {
    return Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
  }

  public int port() {
    return port;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Creates a bucket, and returns its folder. */
  public Path bucket(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
