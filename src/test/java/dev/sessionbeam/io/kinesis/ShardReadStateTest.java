package dev.sessionbeam.io.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

class ShardReadStateTest {
  private final ShardReadState shard =
      ShardReadState.from(SavedPosition.atStart(ShardPosition.NO_EVENT), Duration.ZERO, seconds(0));

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
  void aShardIsNotIdleWhileItCannotBeRead() {
    take(List.of(), 0, 10);
    assertThat("seen for 10 s", shard.idleNanos(), is(seconds(10)));
    assertThat("just seen", shard.isQuiet(seconds(11)), is(true));
    assertThat("not seen any more", shard.isQuiet(seconds(31)), is(false));
    take(List.of(record(7)), 5, 60);
    assertThat("records came in the meantime", shard.idleNanos(), is(0L));
    take(List.of(), 0, 70);
    assertThat(shard.idleNanos(), is(seconds(10)));
    take(List.of(), 9, 80);
    assertThat("a gap on the way to its end", shard.idleNanos(), is(0L));
  }

  @Test
  void aCopyIsIndependent() {
    ShardReadState next = shard.copy();
    next.take(new ShardBatch(List.of(record(7)), 0, null, seconds(1)), List.of(), record -> null);
    assertThat(next.position().sequenceNumber(), is("7"));
    assertThat(shard.position(), is(SavedPosition.atStart(ShardPosition.NO_EVENT)));
  }

  /** No record comes for half a minute. Then the job stops, and resumes an hour later. */
  @Test
  void theWatermarkContinuesWhereASavepointLeftIt() {
    Duration disorder = Duration.ofMinutes(2);
    ShardReadState before =
        ShardReadState.from(SavedPosition.atStart(5_000_000), disorder, seconds(0));
    before.take(new ShardBatch(List.of(), 0, null, seconds(30)), List.of(), record -> null);
    assertThat(before.watermark(), is(5_000_000L - 120_000 + 30_000));
    SavedPosition saved = SavedPosition.parse(before.position().number());
    ShardReadState after = ShardReadState.from(saved, disorder, seconds(3630));
    assertThat(after.watermark(), is(before.watermark()));
  }

  @Test
  void aRecordThatIsPushedTwiceIsTakenOnce() {
    List<Record> records = List.of(record(8), record(9), record(10), record(11));
    ShardPosition none = ShardPosition.atStart("shard", StartAt.OLDEST);
    assertThat(none.recordsAfter(records), is(records));
    assertThat(position("9").recordsAfter(records), is(records.subList(2, 4)));
    assertThat(position("7").recordsAfter(records), is(records));
    assertThat(position("11").recordsAfter(records), is(List.of()));
  }

  private static ShardPosition position(String sequenceNumber) {
    return new ShardPosition("shard", StartAt.OLDEST, sequenceNumber);
  }
}
