package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.failure.Reason;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final StreamRules RULES =
      StreamRules.of(new SessionRules(30, 240), Duration.ZERO, 1 << 20);
  private static final long RESTARTED = -1_000_000;

  private static Admission admit(Machine machine, long watermark, Event... events) {
    List<Event> all = List.of(events);
    List<RawRecord> records =
        all.stream().map(e -> new RawRecord(e.json(), new FileOrigin("f", e.millis()))).toList();
    return Admission.of(
        new SourcedEvents(PackedEvents.of(all), records), machine, RULES, watermark);
  }

  /** The first session is written for good; without lateness its events are held no more. */
  private static Machine written() {
    Machine machine = admit(Machine.UNKNOWN, 0, Story.event(100, "a")).machine();
    List<SessionWindow> due = machine.windows().dueAt(131, RULES);
    assertThat(due.size(), is(1));
    return machine.with(machine.windows().written(due), machine.bytes()).seenAt(131);
  }

  @Test
  void whatWasWrittenForGoodStaysSoWhenTheWatermarkBeginsAnewBehindARestart() throws Exception {
    Machine restored =
        CoderUtils.decodeFromByteArray(
            new Machine.MachineCoder(),
            CoderUtils.encodeToByteArray(new Machine.MachineCoder(), written()));
    Admission admission = admit(restored, RESTARTED, Story.event(105, "b"));
    assertThat(admission.refused().get(0).reason(), is(Reason.LATE));
    assertThat(admission.admitted().size(), is(0));
  }

  @Test
  void whatIsNotTooLateIsAdmittedBehindARestart() {
    Admission admission = admit(written(), RESTARTED, Story.event(140, "b"));
    assertThat(admission.refused(), is(empty()));
    assertThat(admission.machine().watermark(RESTARTED), is(131L));
  }

  @Test
  void ofSeveralEventsOnlyThoseAreRefusedThatComeTooLate() {
    Admission admission =
        admit(written(), 131, Story.event(105, "b"), Story.event(140, "c"), Story.event(90, "d"));
    assertThat(
        admission.refused().stream()
            .map(refused -> ((FileOrigin) refused.record().origin()).offset())
            .toList(),
        is(List.of(105L, 90L)));
    assertThat(admission.admitted(), is(PackedEvents.of(List.of(Story.event(140, "c")))));
  }
}
