package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One bucket of a stream, with an allowed lateness of zero. The test sets its watermark and its
 * state.
 */
class RejectLateFnTest {
  private static final long RESTARTED = -1_000_000;
  private static final MachineWindowing<BoundedWindow> WINDOWING =
      MachineWindowing.of(SessionWindows.of(SessionRules.ofMillis(30, 240)));
  private static final Coder<WindowedPack<BoundedWindow>> CODER =
      WindowedPack.coder(WINDOWING.coder());

  private final RejectLateFn<BoundedWindow> fn = new RejectLateFn<>(WINDOWING, new Lateness(0));
  private final Remembered remembered = new Remembered();
  private final Advance advance = new Advance();
  private final List<TimestampedValue<KV<String, byte[]>>> inTime = new ArrayList<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();

  /** Events of the one machine arrive together. */
  private void arrive(Event... events) throws Exception {
    Bucket.Builder bucket = new Bucket.Builder();
    if (events.length > 0) {
      for (WindowedPack<BoundedWindow> pack :
          WINDOWING.split("m", Packs.sourced(List.of(events)))) {
        bucket.add("m", pack, CODER);
      }
    }
    fn.process(
        KV.of(0, bucket.take()),
        remembered,
        advance,
        Outputs.rejected(rejected),
        Outputs.timestamped(inTime));
  }

  private List<WindowedPack<BoundedWindow>> packs() throws IOException {
    List<WindowedPack<BoundedWindow>> packs = new ArrayList<>();
    for (TimestampedValue<KV<String, byte[]>> machine : inTime) {
      Bucket.Reader<BoundedWindow> reader =
          new Bucket.Reader<>(machine.getValue().getValue(), CODER);
      while (reader.next()) {
        assertThat(reader.machine(), is(machine.getValue().getKey()));
        packs.add(reader.pack());
      }
    }
    return packs;
  }

  private static WindowedPack<BoundedWindow> windowed(Event... events) {
    EventPack pack = Packs.pack(events);
    return new WindowedPack<>(SessionWindow.of(pack, 30), pack);
  }

  private List<Long> rejectedInstants() {
    return rejected.stream()
        .map(record -> ((FileOrigin) record.record().origin()).offset())
        .toList();
  }

  @Test
  void eventsInTimeAreEmittedAsTheyCameWithTheTimeOfTheEarliestOne() throws Exception {
    advance.watermark = 100;
    arrive(event(200, "c"), event(110, "b"), event(100, "a"));
    assertThat(
        packs(),
        is(List.of(windowed(event(200, "c")), windowed(event(110, "b"), event(100, "a")))));
    assertThat(inTime.get(0).getTimestamp(), is(Instant.ofEpochMilli(100)));
    assertThat(rejected, is(empty()));
  }

  @Test
  void onlyLateEventsAreRejected() throws Exception {
    advance.watermark = 131;
    arrive(event(105, "b"), event(131, "c"), event(90, "d"), event(200, "e"));
    assertThat(rejectedInstants(), is(List.of(105L, 90L)));
    assertThat(packs(), is(List.of(windowed(event(131, "c")), windowed(event(200, "e")))));
  }

  @Test
  void theRestOfAPackIsInTheWindowOfTheRest() throws Exception {
    advance.watermark = 100;
    arrive(event(140, "c"), event(100, "b"), event(99, "a"), event(110, "d"));
    assertThat(
        packs(),
        is(List.of(windowed(event(140, "c")), windowed(event(100, "b"), event(110, "d")))));
  }

  @Test
  void aMachineWithOnlyLateEventsIsNotEmitted() throws Exception {
    advance.watermark = 131;
    arrive(event(100, "a"), event(130, "b"));
    assertThat(inTime, is(empty()));
    assertThat(rejectedInstants(), is(List.of(100L, 130L)));
  }

  @Test
  void aRejectedRecordHasItsReason() throws Exception {
    advance.watermark = 131;
    arrive(event(130, "a"));
    assertThat(
        rejected,
        is(
            List.of(
                new RejectedRecord(
                    Packs.record(event(130, "a")),
                    Reason.LATE,
                    Stage.ADMIT,
                    "is late: the watermark had passed its time by more than allowed_lateness",
                    null))));
  }

  @Test
  void aLateEventStaysLateWhenTheWatermarkStartsAgainAfterARestart() throws Exception {
    remembered.write(131L);
    advance.watermark = RESTARTED;
    arrive(event(130, "b"));
    assertThat(rejectedInstants(), is(List.of(130L)));
    assertThat(remembered.read(), is(131L));
  }

  @Test
  void anEventInTimeIsAcceptedAfterARestart() throws Exception {
    remembered.write(131L);
    advance.watermark = RESTARTED;
    arrive(event(131, "b"));
    assertThat(packs(), is(List.of(windowed(event(131, "b")))));
  }

  @Test
  void aWatermarkAboveTheRememberedOneCounts() throws Exception {
    remembered.write(131L);
    advance.watermark = 150;
    arrive(event(149, "b"));
    assertThat(rejectedInstants(), is(List.of(149L)));
  }

  @Test
  void anEmptyBucketRemembersTheWatermarkAndSetsATimerForTheNextOne() throws Exception {
    advance.watermark = 131;
    arrive();
    assertThat(inTime, is(empty()));
    assertThat(remembered.read(), is(131L));
    assertThat(advance.at, is(Instant.ofEpochMilli(132)));
  }

  private static final class Remembered implements ValueState<Long> {
    private @Nullable Long watermark;

    @Override
    public void write(Long value) {
      watermark = value;
    }

    @Override
    public @Nullable Long read() {
      return watermark;
    }

    @Override
    public ValueState<Long> readLater() {
      return this;
    }

    @Override
    public void clear() {
      watermark = null;
    }
  }

  private static final class Advance implements Timer {
    private long watermark;
    private @Nullable Instant at;

    @Override
    public void set(Instant time) {
      at = time;
    }

    @Override
    public Timer withNoOutputTimestamp() {
      return this;
    }

    @Override
    public Instant getCurrentRelativeTime() {
      return Instant.ofEpochMilli(watermark);
    }

    @Override
    public void setRelative() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer offset(Duration offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer align(Duration period) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer withOutputTimestamp(Instant time) {
      throw new UnsupportedOperationException();
    }
  }
}
