package dev.sessionbeam.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One run from a stream to an output.
 *
 * @param reading from the first request for records to the last one that was answered with some
 * @param requests the requests to S3 by kind; empty without S3
 * @param files the files of results that it wrote
 */
record SourceRun(Cost cost, Duration reading, Map<S3RequestKind, Long> requests, long files) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Runs once.
   *
   * @param records the number of records in the stream; a run that reads another number fails
   */
  static SourceRun of(StubStream stream, long records, SourceOutput output, Path log)
      throws IOException, InterruptedException {
    output.empty();
    Map<S3RequestKind, Long> before = output.requests();
    try (KinesisStub kinesis = KinesisStub.serving(stream)) {
      List<String> command =
          KinesisCommand.of(
              kinesis, "pipelines/nitro.yaml", output.address(), output.flags("--stopWhenIdle=1s"));
      Cost cost = Stopwatch.run(command, log);
      check(output.folder(), records);
      return new SourceRun(
          cost, kinesis.read().duration(), since(before, output.requests()), files(output));
    }
  }

  private static void check(Path folder, long records) throws IOException {
    JsonNode summary = JSON.readTree(folder.resolve("_summary.json").toFile());
    long read = summary.path("records_read").asLong();
    if (read != records) {
      throw new IOException("the run read " + read + " records of a stream of " + records);
    }
  }

  private static Map<S3RequestKind, Long> since(
      Map<S3RequestKind, Long> before, Map<S3RequestKind, Long> after) {
    after.replaceAll((kind, count) -> count - before.getOrDefault(kind, 0L));
    return after;
  }

  private static long files(SourceOutput output) throws IOException {
    try (Stream<Path> all = Files.walk(output.folder())) {
      return all.filter(file -> file.getFileName().toString().startsWith("part-"))
          // What is not published is in a hidden folder.
          .filter(file -> !output.folder().relativize(file).toString().startsWith("."))
          .count();
    }
  }

  long requests(S3RequestKind kind) {
    return requests.getOrDefault(kind, 0L);
  }
}
