package dev.sessionbeam.deliver.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.peer.DynamoDbPeer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * In whatever order the lines of a machine's sessions come, and however often, the table ends up
 * the same: with the sessions that are current by the rule that the highest revision wins.
 */
class ShuffledSessionsTest {
  private static final int HISTORIES = Integer.getInteger("hot.histories", 12);
  private static final int CHANGES = 25;
  private static final long SEED = Long.getLong("hot.seed", System.nanoTime() % 1_000_000);

  private static DynamoDbPeer peer;

  @BeforeAll
  static void start() {
    peer = DynamoDbPeer.start();
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  /** One line: what it is about, and what it replaces. */
  private record Line(String id, long revision, List<String> replaces) {
    Delivery delivery() {
      return Tables.session(id, revision, replaces.toArray(String[]::new));
    }
  }

  /**
   * The sessions of a machine while late events change them: merged, split, moved to an earlier
   * start, or only longer. Ids are few, so that they come again.
   */
  private static final class History {
    private final Random random;
    private final TreeMap<Integer, Long> sessions = new TreeMap<>();
    private final List<Line> lines = new ArrayList<>();
    private long revision;

    History(Random random) {
      this.random = random;
      for (int start = 2; start < 20; start += 4) {
        write(start, List.of());
      }
    }

    private static String id(int start) {
      return "s" + start;
    }

    private void write(int start, List<String> replaced) {
      sessions.put(start, revision);
      lines.add(new Line(id(start), revision, replaced));
    }

    void change() {
      revision++;
      List<Integer> starts = List.copyOf(sessions.keySet());
      int index = random.nextInt(starts.size());
      int start = starts.get(index);
      int next = index + 1 < starts.size() ? starts.get(index + 1) : 22;
      int before = index == 0 ? -1 : starts.get(index - 1);
      switch (random.nextInt(5)) {
        case 0 -> merge(start, next);
        case 1 -> split(start, next);
        case 2 -> move(start, before, List.of(start));
        case 3 -> move(start, before, next == 22 ? List.of(start) : List.of(start, next));
        default -> write(start, List.of());
      }
    }

    private void merge(int start, int next) {
      List<String> replaced = sessions.remove(next) == null ? List.of() : List.of(id(next));
      write(start, replaced);
    }

    private void split(int start, int next) {
      write(start, List.of());
      if (next - start > 1) {
        write(start + 1 + random.nextInt(next - start - 1), List.of());
      }
    }

    private void move(int start, int before, List<Integer> replaced) {
      int earlier = start - 1;
      if (earlier <= before || earlier < 0) {
        write(start, List.of());
        return;
      }
      replaced.forEach(sessions::remove);
      write(earlier, replaced.stream().map(History::id).toList());
    }

    Map<String, Long> current() {
      Map<String, Long> current = new TreeMap<>();
      sessions.forEach((start, of) -> current.put(id(start), of));
      return current;
    }
  }

  /** The rule of pipelines/current.sql, as naive as it can be written. */
  private static Map<String, Long> current(List<Line> lines) {
    Map<String, Long> newest = new HashMap<>();
    for (Line line : lines) {
      newest.merge(line.id(), line.revision(), Math::max);
      line.replaces().forEach(id -> newest.merge(id, line.revision(), Math::max));
    }
    Map<String, Long> current = new TreeMap<>();
    for (Line line : lines) {
      if (line.revision() == newest.getOrDefault(line.id(), 0L)) {
        current.put(line.id(), line.revision());
      }
    }
    return current;
  }

  @Test
  void revisionsInAnyOrderGiveTheSameTable() throws Exception {
    int tombstones = 0;
    for (int i = 0; i < HISTORIES; i++) {
      String seed = "hot.seed=" + SEED + ", history " + i;
      Random random = new Random(SEED + i);
      History history = new History(random);
      for (int change = 0; change < CHANGES; change++) {
        history.change();
      }
      assertThat(seed, current(history.lines), is(history.current()));

      String table = "history-" + i;
      send(history.lines, peer.createSessions(table), random, seed);
      Map<String, String> items = Tables.lines(peer.items(table), "session_id");
      Map<String, String> expected = new TreeMap<>();
      for (Line line : history.lines) {
        if (line.revision() == history.current().getOrDefault(line.id(), -1L)) {
          expected.put(line.id(), ItemLine.of(own(line)));
        }
      }
      tombstones += items.size() - expected.size();
      items.values().removeIf(line -> line.contains("\"void\":true"));
      assertThat(seed, items, is(expected));
    }
    assertThat("sessions that are void", tombstones, is(greaterThan(HISTORIES)));
  }

  private static Map<String, AttributeValue> own(Line line) throws UnwritableException {
    Expiry never = new Expiry(null, Tables.SETTLE_TIME, () -> Tables.NOW);
    return SessionItems.of(line.delivery(), never).own();
  }

  /** Sends each line up to three times, in random order, in calls of several at the same time. */
  private static void send(List<Line> lines, String arn, Random random, String seed)
      throws Exception {
    List<Delivery> deliveries = new ArrayList<>();
    for (Line line : lines) {
      deliveries.addAll(Collections.nCopies(1 + random.nextInt(3), line.delivery()));
    }
    Collections.shuffle(deliveries, random);
    List<CompletableFuture<List<Outcome>>> calls = new ArrayList<>();
    try (Connector connector =
        Tables.open(Tables.route(arn, peer.endpoint(), Source.SESSIONS, null))) {
      for (int from = 0; from < deliveries.size(); ) {
        int to = Math.min(deliveries.size(), from + 1 + random.nextInt(connector.mostPerCall()));
        calls.add(connector.send(deliveries.subList(from, to)).toCompletableFuture());
        from = to;
      }
      for (CompletableFuture<List<Outcome>> call : calls) {
        assertThat(seed, call.get(1, TimeUnit.MINUTES), everyItem(is(Outcome.DELIVERED)));
      }
    }
  }
}
