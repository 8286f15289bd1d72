package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where the runs of {@link SourceTable} write: a folder, or a bucket of an S3 server. */
final class SourceOutput implements AutoCloseable {
  private static final String BUCKET = "bench";
  private static final String KEY = "out";

  private final String name;
  private final Path folder;
  private final S3Server server;
  private final RequestRelay relay;

  private SourceOutput(String name, Path folder, S3Server server, RequestRelay relay) {
    this.name = name;
    this.folder = folder;
    this.server = server;
    this.relay = relay;
  }

  /** Returns a folder on the disk. */
  static SourceOutput onDisk(Path folder) {
    return new SourceOutput("a folder", folder, null, null);
  }

  /** Starts a server and returns a place on it. */
  static SourceOutput onS3(Path objects, Path log) throws IOException {
    S3Server server = S3Server.start(objects, log);
    try {
      Path bucket = Files.createDirectories(objects.resolve(BUCKET));
      RequestRelay relay = RequestRelay.to(server.port());
      return new SourceOutput("S3", bucket.resolve(KEY), server, relay);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** Its name in the table. */
  String name() {
    return name;
  }

  /** The value of {@code --output}. */
  String address() {
    return relay == null ? folder.toString() : "s3://" + BUCKET + "/" + KEY;
  }

  /** Returns a flag, and those that the address needs. */
  List<String> flags(String flag) {
    return relay == null ? List.of(flag) : List.of(flag, "--s3Endpoint=" + relay.endpoint());
  }

  /** Deletes what an earlier run has left. */
  void empty() throws IOException {
    Folders.delete(folder);
  }

  /** The folder on the disk that has the results. */
  Path folder() {
    return folder;
  }

  /** The requests to S3 so far. */
  Map<S3RequestKind, Long> requests() {
    return relay == null ? new EnumMap<>(S3RequestKind.class) : relay.counts();
  }

  @Override
  public void close() throws IOException {
    if (relay != null) {
      relay.close();
      server.close();
    }
    empty();
  }
}
