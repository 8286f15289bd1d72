package dev.sessionbeam.web;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.TestRunners;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The definition for the tracker, over what browsers send: clocks that are fast and slow, a queue
 * of two days, events that were sent twice, and a collector that does not stamp.
 */
class WebDefinitionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DEFINITION = Path.of("pipelines/web.yaml");
  private static final Path SAMPLE = Path.of("testdata/web/web.jsonl");

  @TempDir private Path folder;

  @Test
  void theSessionsAreThoseOfTheCorrectedTimes() throws IOException {
    Path batch = run("DirectRunner", "batch");
    assertThat(
        sessions(batch),
        contains(
            // The clock is right: two seconds in the queue are no error. A pause of 29:59.999, then
            // one of exactly 30:00.000.
            "a 2026-11-30T09:00:00.000Z 2026-11-30T09:39:59.999Z 3 opening_event open edit",
            "a 2026-11-30T10:09:59.999Z 2026-11-30T10:09:59.999Z 1 activity view view",
            // The clock is 3:00:12 fast: three hours are corrected, and 12 seconds are not.
            "b 2026-11-30T09:00:12.000Z 2026-11-30T09:05:12.000Z 2 opening_event open share",
            // The clock is nine years slow.
            "c 2026-11-30T09:20:00.000Z 2026-11-30T09:21:00.000Z 2 activity view view",
            // Sent two days later: the time stays.
            "d 2026-11-28T20:00:00.000Z 2026-11-28T20:01:00.000Z 2 opening_event open edit",
            // No stamp; an opening event opens.
            "e 2026-11-30T09:40:00.000Z 2026-11-30T09:40:00.000Z 1 opening_event open open",
            "e 2026-11-30T09:41:00.000Z 2026-11-30T09:41:00.000Z 1 opening_event open open"));
    JsonNode ledger = JSON.readTree(batch.resolve("_summary.json").toFile());
    assertThat(ledger.path("records_read").asInt(), is(16));
    assertThat(ledger.path("events_written").asInt(), is(12));
    assertThat(ledger.path("duplicates").asInt(), is(2));
    assertThat(ledger.path("invalid").asInt(), is(2));
  }

  @Test
  void streamingGivesTheSame() throws IOException {
    if (!TestRunners.useAll()) {
      return;
    }
    Path batch = run("DirectRunner", "batch");
    Path stream = run("FlinkRunner", "stream", "--streaming");
    for (String dataset : List.of("events", "sessions")) {
      assertThat(CommandRun.lines(stream, dataset), is(CommandRun.lines(batch, dataset)));
    }
    assertThat(CommandRun.lines(stream, "late").size(), is(0));
  }

  private Path run(String runner, String name, String... more) {
    Path output = folder.resolve(name);
    CommandRun run = CommandRun.run(runner, DEFINITION, SAMPLE, output, more);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    return output;
  }

  private static List<String> sessions(Path output) throws IOException {
    List<String> sessions = new ArrayList<>();
    for (String line : CommandRun.lines(output, "sessions")) {
      JsonNode session = JSON.readTree(line);
      sessions.add(
          String.join(
              " ",
              session.path("machine").asText(),
              session.path("session_start").asText(),
              session.path("session_end").asText(),
              session.path("event_count").asText(),
              session.path("opened_by").asText(),
              session.path("first_action").asText(),
              session.path("last_action").asText()));
    }
    sessions.sort(null);
    return sessions;
  }
}
