package dev.sessionbeam.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changed records, in batch and in streaming: no run fails, every record is accounted for and kept,
 * and both modes write the same lines. {@code make fuzz} changes many more.
 *
 * <p>{@code -Dfuzz.records=1000000} sets how many records are changed, over all definitions; {@code
 * -Dfuzz.seed=1} the first seed; {@code -Dfuzz.round=250000} how many a run reads; {@code
 * -Dfuzz.heap=1g} gives each run a process of its own with this memory. The seed of a round is in
 * the message of a failure.
 */
class RecordFuzzTest {
  private static final long RECORDS = Long.getLong("fuzz.records", 9_000);
  private static final long FIRST_SEED = Long.getLong("fuzz.seed", 1);
  private static final long ROUND = Long.getLong("fuzz.round", 50_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyRecordIsAccountedForAndBothModesWriteTheSame(FuzzShape shape) throws Exception {
    long left = RECORDS / FuzzShape.values().length;
    for (long seed = FIRST_SEED; left > 0; seed++) {
      long changes = Math.min(ROUND, left);
      try {
        round(shape, changes, seed);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed + ", " + changes + " records, " + shape, e);
      }
      left -= changes;
    }
  }

  private void round(FuzzShape shape, long changes, long seed) throws Exception {
    Path scratch = Files.createDirectory(folder.resolve("round-" + seed));
    FuzzedInput input = FuzzedInput.write(scratch, shape, changes, seed);
    FuzzedRun batch = FuzzedRun.of(shape, input, scratch, false);
    batch.requireLedger();
    batch.requireLines();
    assertThat("events", batch.count("events_written"), greaterThan(changes / 5));
    assertThat("rejected records", batch.count("invalid"), greaterThan(changes / 5));
    FuzzedRun stream = FuzzedRun.of(shape, input, scratch, true);
    stream.requireLedger();
    stream.requireSameLines(batch);
    System.out.printf(
        Locale.ROOT,
        "%s, seed %d: %,d records changed; %,d records, %,d events, %,d rejected; the same in batch and streaming%n",
        shape,
        seed,
        changes,
        batch.count("records_read"),
        batch.count("events_written"),
        batch.count("invalid"));
    delete(scratch);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
