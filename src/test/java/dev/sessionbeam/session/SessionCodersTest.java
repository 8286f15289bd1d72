package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static dev.sessionbeam.session.Story.opening;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.SourcedEvents;
import dev.sessionbeam.packing.ZstdCompressor;
import dev.sessionbeam.session.ActiveWindow.Content;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Every type that the steps of this package pass on or keep in state is equal after its coder. */
class SessionCodersTest {
  private static final Coder<SessionWindow> WINDOW = SessionWindow.WindowCoder.of();
  private static final SessionWindow OPENED = Story.window(1_500_000_000_000L, true, 1_800_000);
  private static final SessionWindow NEVER_OPENED =
      new SessionWindow(-7, 9, SessionWindow.NO_OPENING, false, 30);
  private static final EncodedEvents EVENTS =
      EncodedEvents.of(List.of(event(3, "\u00e9"), opening(-3, "")));
  private static final SessionRules CAPPED = SessionRules.ofMillis(1_800_000, 86_400_000);
  private static final SessionRules UNCAPPED = SessionRules.ofMillis(1, 0);

  private static <T> void requireEqual(Coder<T> coder, T value) throws Exception {
    CoderProperties.coderDecodeEncodeEqual(coder, value);
    CoderProperties.coderSerializable(coder);
  }

  @Test
  void aSessionWindow() throws Exception {
    requireEqual(WINDOW, OPENED);
    requireEqual(WINDOW, NEVER_OPENED);
    requireEqual(WINDOW, new SessionWindow(-7, 9, -7, false, 30));
    requireEqual(WINDOW, new SessionWindow(-7, 9, 9, true, 30));
    CoderProperties.coderConsistentWithEquals(WINDOW, OPENED, NEVER_OPENED);
    CoderProperties.coderDeterministic(WINDOW, OPENED, OPENED);
  }

  @Test
  void aPackOfEventsWithAndWithoutTheirRecords() throws Exception {
    EventPack with = Packs.pack(event(3, "a"), opening(-3, "b"));
    EventPack without = EventPack.of(new SourcedEvents(with.events(), List.of()));
    requireEqual(EventPack.coder(), with);
    requireEqual(EventPack.coder(), without);
    CoderProperties.coderConsistentWithEquals(EventPack.coder(), with, without);
  }

  @Test
  void aPackOfRejectedRecords() throws Exception {
    requireEqual(
        EventPack.coder(), EventPack.ofRejected(List.of(Packs.rejected(1), Packs.rejected(9))));
  }

  @Test
  void aPackHasTheSameSpanAfterItsCoder() throws Exception {
    EventPack pack = Packs.pack(event(3, "a"), opening(-3, "b"), opening(2, "c"));
    assertThat(pack.lastOpening(), is(2L));
    EventPack decoded = CoderUtils.clone(EventPack.coder(), pack);
    assertThat(SessionWindow.of(decoded, 30), is(new SessionWindow(-3, 3, 2, true, 30)));
  }

  @Test
  void aPackWithAWindowOfAnyKind() throws Exception {
    EventPack pack = Packs.pack(event(3, "a"));
    requireEqual(WindowedPack.coder(WINDOW), new WindowedPack<>(NEVER_OPENED, pack));
    requireEqual(
        WindowedPack.coder(GlobalWindow.Coder.INSTANCE),
        new WindowedPack<>(GlobalWindow.INSTANCE, pack));
    requireEqual(
        WindowedPack.coder(IntervalWindow.getCoder()),
        new WindowedPack<>(
            new IntervalWindow(Instant.ofEpochMilli(-3), Instant.ofEpochMilli(5)), pack));
  }

  @Test
  void aGroupOfFreshEvents() throws Exception {
    requireEqual(EventGroup.coder(), new EventGroup("\u00e9", List.of(EVENTS, EVENTS), List.of()));
  }

  @Test
  void aGroupThatWasEmittedBeforeByOtherRules() throws Exception {
    requireEqual(
        EventGroup.coder(),
        new EventGroup(
            "m",
            List.of(),
            List.of(
                new EventGroup.Emitted(EVENTS, 0, CAPPED),
                new EventGroup.Emitted(EncodedEvents.NONE, Integer.MAX_VALUE, UNCAPPED))));
  }

  @Test
  void keptEventsAreReleasedUnchanged() throws Exception {
    EmittedEvents.EmittedEventsCoder coder = new EmittedEvents.EmittedEventsCoder();
    EventGroup revised =
        new EventGroup(
            "m", List.of(EVENTS), List.of(new EventGroup.Emitted(EncodedEvents.NONE, 6, CAPPED)));
    try (ZstdCompressor compressor = new ZstdCompressor()) {
      for (SessionRules rules : List.of(CAPPED, UNCAPPED)) {
        EmittedEvents kept = CoderUtils.clone(coder, EmittedEvents.of(revised, rules, compressor));
        assertThat(kept.release(compressor), is(new EventGroup.Emitted(EVENTS, 7, rules)));
      }
    }
    CoderProperties.coderSerializable(coder);
  }

  @Test
  void aWindowThatIsHeld() throws Exception {
    ActiveWindow.WindowCoder<SessionWindow> coder = new ActiveWindow.WindowCoder<>(WINDOW);
    requireEqual(coder, new ActiveWindow<>(OPENED, List.of(0), Content.NEW));
    requireEqual(coder, new ActiveWindow<>(NEVER_OPENED, List.of(300, 0, 7), Content.EMITTED));
    CoderProperties.coderDeterministic(
        coder,
        new ActiveWindow<>(OPENED, List.of(1, 2), Content.CHANGED),
        new ActiveWindow<>(OPENED, List.of(1, 2), Content.CHANGED));
  }

  @Test
  void aMachine() throws Exception {
    MachineState.MachineCoder<SessionWindow> coder = new MachineState.MachineCoder<>(WINDOW);
    requireEqual(coder, MachineState.unknown());
    requireEqual(
        coder,
        new MachineState<>(
            new MachineWindows<>(
                List.of(
                    new ActiveWindow<>(OPENED, List.of(0), Content.NEW),
                    new ActiveWindow<>(NEVER_OPENED, List.of(3, 1), Content.EMITTED)),
                9),
            Map.of(17_000L, 1L << 40, -1L, 0L),
            1_500_000_000_000L));
  }

  @Test
  void aSessionAndWhatItReplaces() throws Exception {
    Session session = new Session(List.of(opening(-3, "a"), event(3, "b")));
    requireEqual(SessionCoder.of(), session);
    requireEqual(RevisedSessionCoder.of(), RevisedSession.first(session));
    requireEqual(RevisedSessionCoder.of(), new RevisedSession(session, 7, List.of(-1L, 3L)));
    Event longer = event(3, "b", false, "{\"a\":1}");
    CoderProperties.coderConsistentWithEquals(
        SessionCoder.of(), session, new Session(List.of(longer)));
  }
}
