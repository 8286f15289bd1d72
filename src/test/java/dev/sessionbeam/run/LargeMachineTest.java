package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;

import dev.sessionbeam.cli.CommandRun;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine with more events than Flink sorts at once. */
class LargeMachineTest {
  /** Flink's sort buffers have 84 MiB in a process with two slots. */
  private static final int EVENTS = 2_000;

  private static final int EVENT_BYTES = 60_000;
  private static final long HOUR = 3_600_000;

  @TempDir private Path folder;

  @Test
  void aMachineWithMoreBytesThanASortBufferIsGroupedInBatch() throws IOException {
    Path input = folder.resolve("raw.jsonl");
    String text = "x".repeat(EVENT_BYTES);
    try (BufferedWriter out = Files.newBufferedWriter(input, StandardCharsets.UTF_8)) {
      for (int i = 0; i < EVENTS; i++) {
        long time = 1_486_252_800_000L + i / 2 * HOUR;
        out.write("{\"event_id\":\"e" + i + "\",\"timestamp\":" + time + ",\"action\":\"view\",");
        out.write("\"machine_id\":\"m\",\"text\":\"" + text + "\"}\n");
      }
    }
    CommandRun run =
        CommandRun.run(
            "FlinkRunner", Path.of("pipelines/nitro.yaml"), input, folder.resolve("out"));
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), matchesRegex("(?s).*\\nsessions +1,000\\n.*"));
  }
}
