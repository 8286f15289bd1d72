package dev.sessionbeam.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.json.Json;
import dev.sessionbeam.output.DuckDb;
import dev.sessionbeam.peer.ScorerPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of docs/live-copy.md, with lines as a stream delivers them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveCopyTest {
  private static final int SESSIONS = 12;
  private static final int MOST_REVISIONS = 5;

  private Path folder;
  private ScorerPeer scorer;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    scorer = ScorerPeer.start(folder.resolve("all"));
  }

  @AfterAll
  void stop() {
    scorer.close();
  }

  private static String line(String id, int revision, int events, List<String> replaces) {
    String replaced =
        replaces.isEmpty() ? "" : ",\"replaces\":[\"" + String.join("\",\"", replaces) + "\"]";
    return String.format(
        Locale.ROOT,
        "{\"session_id\":\"%s\",\"machine_id\":\"m\",\"session_start\":\"2017-02-05T09:00:00.000Z\","
            + "\"duration_ms\":60000,\"event_count\":%d,\"actions\":{\"revision\":9}%s%s}",
        id,
        events,
        revision == 0 ? "" : ",\"revision\":" + revision,
        replaced);
  }

  /** Lines about some sessions: each has several revisions, and some replace others. */
  private static List<String> lines(String prefix, Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      for (int revision = 0; revision < MOST_REVISIONS; revision++) {
        if (random.nextBoolean()) {
          List<String> replaces = new ArrayList<>();
          if (revision > 0 && random.nextInt(3) == 0) {
            replaces.add(prefix + random.nextInt(SESSIONS));
          }
          replaces.remove(prefix + i);
          lines.add(line(prefix + i, revision, 1 + random.nextInt(50), replaces));
        }
      }
    }
    return lines;
  }

  private List<String> inTheView(String name, List<String> lines) throws Exception {
    Path output = folder.resolve(name);
    Path day = Files.createDirectories(output.resolve("sessions/date=2017-02-05"));
    Path events = Files.createDirectories(output.resolve("events/date=2017-02-05"));
    write(day.resolve("part-1.jsonl.gz"), lines);
    write(events.resolve("part-1.jsonl.gz"), List.of());
    try (DuckDb duckDb = DuckDb.over(output)) {
      List<String> rows =
          duckDb.rows(
              "SELECT session_id || ' ' || coalesce(revision, 0) || ' ' || event_count"
                  + " FROM current_sessions");
      return rows.stream().sorted().toList();
    }
  }

  private static void write(Path file, List<String> lines) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (String line : lines) {
        out.write((line + "\n").getBytes(UTF_8));
      }
    }
  }

  private List<String> scored(String prefix) throws Exception {
    List<String> scored = new ArrayList<>();
    for (String score : scorer.scores()) {
      JsonNode fields = Json.tree(score);
      String id = fields.path("session_id").asText();
      if (id.startsWith(prefix)) {
        scored.add(id + " " + fields.path("revision") + " " + fields.path("event_count"));
      }
    }
    return scored.stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void linesInAnyOrderAndCopiesGiveTheCurrentSessions(long seed) throws Exception {
    String prefix = "seed" + seed + "-";
    Random random = new Random(seed);
    List<String> lines = lines(prefix, random);
    List<String> current = inTheView(prefix, lines);
    List<String> delivered = new ArrayList<>(lines);
    delivered.addAll(lines.subList(0, lines.size() / 2));
    Collections.shuffle(delivered, random);
    for (String line : delivered) {
      assertThat(scorer.post(line), is(200));
    }
    assertThat(scored(prefix), is(current));
    assertThat("some are void", current.size(), is(lessThan(SESSIONS)));
    assertThat(current.size(), is(greaterThan(SESSIONS / 4)));
  }

  @Test
  void whatIsNotASessionIsRefusedAndNotRetried() throws Exception {
    List<String> before = scorer.scores();
    for (String body : List.of("", "{", "[]", "{\"event_id\":\"e1\"}")) {
      assertThat(body, scorer.post(body), is(400));
    }
    assertThat(scorer.scores(), is(before));
  }

  @Test
  void theScoresAreWrittenAtTheEnd() throws Exception {
    try (ScorerPeer ending = ScorerPeer.start(folder.resolve("ending"))) {
      assertThat(ending.post(line("a", 0, 3, List.of())), is(200));
      List<String> scores = ending.scores();
      assertThat(scores, is(not(empty())));
      assertThat(ending.end(), is(scores));
    }
  }
}
