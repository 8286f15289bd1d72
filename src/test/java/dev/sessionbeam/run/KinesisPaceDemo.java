package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the pipeline on a live stream, in a process of its own, as users start it, next to the
 * simulator and the Kinesis server. Prints the output of simulator and pipeline. How far the sender
 * and the reader were behind shows which of the three is too slow on this machine.
 */
class KinesisPaceDemo {
  private static final String STREAM = "pace";
  private static final Path LAUNCHER = Path.of("sessionbeam").toAbsolutePath();
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_ACCESS_KEY_ID", "test",
          "AWS_SECRET_ACCESS_KEY", "test",
          "AWS_REGION", KinesisPeer.REGION.id());

  @TempDir private Path folder;

  @Test
  void theReaderKeepsUpWithTheSender() throws Exception {
    String rate = System.getProperty("pace.rate", "3000/s");
    String duration = System.getProperty("pace.duration", "2m");
    boolean aggregate = Boolean.getBoolean("pace.aggregate");
    try (KinesisPeer kinesis = KinesisPeer.start()) {
      kinesis.createStream(STREAM, 3);
      String endpoint = "--kinesisEndpoint=" + kinesis.endpoint();
      Process reader =
          start(
              "reader",
              "run",
              "--streaming",
              "--definition=pipelines/nitro.yaml",
              "--stream=" + STREAM,
              "--startAt=trim_horizon",
              "--stopWhenIdle=15s",
              "--checkpoints=" + folder.resolve("checkpoints"),
              "--output=" + folder.resolve("live"),
              "--archive=" + folder.resolve("archive"),
              endpoint);
      List<String> sender =
          new ArrayList<>(List.of("simulate", "--machines=5000", "--seed=9", "--rate=" + rate));
      sender.addAll(List.of("--duration=" + duration, "--stream=" + STREAM, endpoint));
      if (aggregate) {
        sender.add("--aggregate");
      }
      finish("sender", start("sender", sender.toArray(new String[0])));
      String sent = log("sender");
      finish("reader", reader);
      System.out.println(sent + "\n" + log("reader"));
      assertThat(log("reader"), containsString("The ledger adds up."));
      requireLinesOfBatch();
    }
  }

  private Process start(String name, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name).toFile());
    builder.environment().putAll(ENVIRONMENT);
    return builder.start();
  }

  private void finish(String name, Process process) throws Exception {
    int status = process.waitFor();
    assertThat(log(name), status, is(0));
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private void requireLinesOfBatch() throws Exception {
    Path batch = folder.resolve("batch");
    finish(
        "batch.log",
        start(
            "batch.log",
            "run",
            "--definition=pipelines/nitro.yaml",
            "--input=" + folder.resolve("archive"),
            "--output=" + batch));
    for (String dataset : List.of("events", "sessions")) {
      assertThat(
          dataset,
          CommandRun.lines(folder.resolve("live"), dataset)
              .equals(CommandRun.lines(batch, dataset)));
    }
  }
}
