package dev.sessionbeam.source.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

class ShardReadingTest {
  private final ShardReading shard =
      new ShardReading(
          ShardPosition.atStart("shard", StartAt.OLDEST, ShardPosition.NO_EVENT),
          new Unread(),
          Duration.ZERO,
          seconds(0));

  /** The test hands batches over itself. */
  private static final class Unread implements ShardFeed {
    @Override
    public ShardBatch poll() {
      throw new AssertionError();
    }

    @Override
    public void close() {}
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private void take(List<Record> records, long behind, long atSecond) {
    shard.take(new ShardBatch(records, behind, null, seconds(atSecond)), List.of(), record -> null);
  }

  private static Record record(long number) {
    return Record.builder().sequenceNumber(String.valueOf(number)).build();
  }

  @Test
  void whileItCannotBeReadItIsNotIdle() {
    take(List.of(), 0, 10);
    assertThat("seen for 10 s", shard.idleNanos(), is(seconds(10)));
    assertThat("just seen", shard.isQuiet(seconds(11)), is(true));
    assertThat("not seen any more", shard.isQuiet(seconds(31)), is(false));
    take(List.of(record(7)), 5, 60);
    assertThat("something came meanwhile", shard.idleNanos(), is(0L));
    take(List.of(), 0, 70);
    assertThat(shard.idleNanos(), is(seconds(10)));
    take(List.of(), 9, 80);
    assertThat("a gap on the way to its end", shard.idleNanos(), is(0L));
  }

  @Test
  void whatIsPushedTwiceIsTakenOnce() {
    List<Record> records = List.of(record(8), record(9), record(10), record(11));
    ShardPosition none = ShardPosition.atStart("shard", StartAt.OLDEST, ShardPosition.NO_EVENT);
    assertThat(none.behind(records), is(records));
    assertThat(position("9").behind(records), is(records.subList(2, 4)));
    assertThat(position("7").behind(records), is(records));
    assertThat(position("11").behind(records), is(List.of()));
  }

  private static ShardPosition position(String sequenceNumber) {
    return new ShardPosition("shard", StartAt.OLDEST, sequenceNumber, ShardPosition.NO_EVENT);
  }
}
