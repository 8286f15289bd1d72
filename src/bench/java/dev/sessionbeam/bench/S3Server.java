package dev.sessionbeam.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An S3 server (S3Proxy over a folder) in a JVM of its own. It ends with this JVM, because it reads
 * a pipe from it. It is the server of the tests; an object is the file {@code bucket/key} in its
 * folder.
 */
final class S3Server implements AutoCloseable {
  private static final Path PROJECT = Path.of("src/test/peers/s3proxy");

  /** Written by the build, from the POM of that project. */
  private static final Path CLASS_PATH = Path.of("target/peers/s3proxy.classpath");

  private static final String PORT = "PORT ";

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server and waits until it takes requests.
   *
   * @param folder a folder, whose folders are the buckets
   * @param log the file for what the server prints
   */
  static S3Server start(Path folder, Path log) throws IOException {
    if (!Files.exists(CLASS_PATH)) {
      throw new IOException(CLASS_PATH + " is missing: run mvn generate-test-resources");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dlogback.configurationFile=" + PROJECT.resolve("logback.xml"),
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                PROJECT.resolve("S3ProxyServer.java").toString(),
                Files.createDirectories(folder).toString())
            .redirectError(log.toFile());
    builder.environment().put("AWS_ACCESS_KEY_ID", KinesisCommand.USER);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", KinesisCommand.USER);
    Process process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(PORT)) {
        return new S3Server(process, Integer.parseInt(line.substring(PORT.length())));
      }
    }
    process.destroyForcibly();
    throw new IOException("the S3 server did not start: " + Files.readString(log));
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
