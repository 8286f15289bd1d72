package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.bench.CheckpointLog.Checkpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTablesTest {
  private static final long MB = 1_000_000;

  @Test
  void theLastLineDividesTheLargestInputByTheOneOfHalfItsSize() {
    GrowthTables tables =
        new GrowthTables(
            List.of(batch(200, 4), batch(1000, 10), batch(2000, 25)),
            List.of(streaming(200, 8, 5), streaming(1000, 30, 25), streaming(2000, 90, 50)));
    assertThat(
        tables.markdown(),
        is(
            """
            | batch, `-Xmx2g` | wall, median (min–max) | user CPU | system CPU | peak memory | temporary files, most at once |
            |---|---|---|---|---|---|
            | 200 events | 4.0 s (4.0–4.0) | 1.0 s | 2.0 s | 3.0 MB | 0.2 MB |
            | 1,000 events | 10.0 s (10.0–10.0) | 1.0 s | 2.0 s | 3.0 MB | 1.0 MB |
            | 2,000 events | 25.0 s (25.0–25.0) | 1.0 s | 2.0 s | 3.0 MB | 2.0 MB |

            | streaming | wall, median (min–max) | user CPU | system CPU | peak memory | largest state | written by its checkpoint | written by all checkpoints |
            |---|---|---|---|---|---|---|---|
            | 200 events | 8.0 s (8.0–8.0) | 1.0 s | 2.0 s | 3.0 MB | 5.0 MB | 1.0 MB | 3.0 MB |
            | 1,000 events | 30.0 s (30.0–30.0) | 1.0 s | 2.0 s | 3.0 MB | 25 MB | 1.0 MB | 3.0 MB |
            | 2,000 events | 90.0 s (90.0–90.0) | 1.0 s | 2.0 s | 3.0 MB | 50 MB | 1.0 MB | 3.0 MB |

            Wall time of 2,000 events ÷ 1,000: batch 2.50, streaming 3.00.
            """));
  }

  @Test
  void aRunThatEndsBeforeItsFirstCheckpointHasNone() {
    GrowthRuns runs = new GrowthRuns(5, List.of(cost(1)), List.of(), List.of(log()));
    GrowthTables tables =
        new GrowthTables(List.of(batch(1, 1), batch(2, 2), batch(4, 4)), List.of(runs, runs, runs));
    assertThat(tables.markdown(), containsString("| 3.0 MB | none | none | none |"));
  }

  private static GrowthRuns batch(long events, int wall) {
    return new GrowthRuns(events, List.of(cost(wall)), List.of(events * 1_000), List.of());
  }

  private static GrowthRuns streaming(long events, int wall, long state) {
    CheckpointLog log = log(new Checkpoint(2 * MB, 2 * MB), new Checkpoint(state * MB, MB));
    return new GrowthRuns(events, List.of(cost(wall)), List.of(), List.of(log));
  }

  private static CheckpointLog log(Checkpoint... checkpoints) {
    return new CheckpointLog(List.of(checkpoints));
  }

  private static Cost cost(int wall) {
    return new Cost(Duration.ofSeconds(wall), Duration.ofSeconds(1), Duration.ofSeconds(2), 3 * MB);
  }
}
