package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops a stream for good: {@code flink stop --drain}. */
class DrainTest {
  @TempDir private Path folder;

  /** Only the checkpoint of the stop holds files: there is no checkpoint before it. */
  @Test
  void allRecordsThatWereReadAreWrittenAndNoStagedFileStays() throws Exception {
    CommandRun run =
        StoppedStream.drained(
            Path.of("pipelines/nitro.yaml"), Path.of("testdata/nitro/raw"), 300, folder);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    Path output = folder.resolve("stopped");
    JsonNode ledger =
        new ObjectMapper().readTree(Files.readString(output.resolve("_summary.json")));
    for (String dataset : List.of("events", "sessions", "invalid")) {
      List<String> lines = CommandRun.lines(output, dataset);
      String counted = dataset.equals("events") ? "events_written" : dataset;
      assertThat(dataset, lines.size(), is(ledger.path(counted).asInt()));
      assertThat(dataset + " once", new HashSet<>(lines).size(), is(lines.size()));
    }
    assertThat(ledger.path("sessions").asInt(), is(greaterThan(0)));
    assertThat(
        CommandRun.files(output).stream()
            .map(Path::toString)
            .filter(file -> file.contains("/staged/"))
            .toList(),
        is(empty()));
  }
}
