package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.TestRunners;
import dev.sessionbeam.publish.Dataset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Streams that the tests describe step by step, on Beam's DirectRunner and on Flink, with both
 * groupings. See docs/semantics.md, section 5.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("locales")
class StreamStoriesTest {
  private static final long NO_CAP = 0;
  private static final long LATENESS = 100;

  enum Runner {
    DIRECT(SessionGrouping.PACKED),
    FLINK(SessionGrouping.PACKED),
    DIRECT_BY_WINDOW(SessionGrouping.BEAM),
    FLINK_BY_WINDOW(SessionGrouping.BEAM);

    private final SessionGrouping grouping;

    Runner(SessionGrouping grouping) {
      this.grouping = grouping;
    }

    /** Runs the story. No record may be missing from the outcome. */
    Outcome tell(StreamStory ungrouped) {
      StreamStory story = ungrouped.groupedBy(grouping);
      boolean direct = this == DIRECT || this == DIRECT_BY_WINDOW;
      TestRunners.assumeUsed(this == DIRECT);
      Outcome outcome = direct ? story.onDirect() : story.onFlink(1);
      assertThat("missing from the ledger", outcome.missing(), is(0L));
      assertThat("dropped by Beam", outcome.dropped(), is(0L));
      return outcome;
    }
  }

  private static StreamStory story() {
    return new StreamStory(NO_CAP, LATENESS);
  }

  private static StreamStory story(long cap, long lateness) {
    return new StreamStory(cap, lateness);
  }

  @ParameterizedTest
  @EnumSource
  void eventsOnTimeMakeSessionsThatAreWrittenOnce(Runner runner) {
    Outcome outcome =
        runner.tell(
            story().opening(0, "a").event(10, "b").watermark(60).event(100, "c").garbage(101));
    assertThat(outcome.written(), is(List.of("a b", "c")));
    assertThat(outcome.lines(Dataset.INVALID).size(), is(1));
  }

  @ParameterizedTest
  @EnumSource
  void orderOfArrivalWithinTheBoundChangesNothing(Runner runner) {
    Outcome outcome =
        runner.tell(story().event(50, "d").event(10, "b").opening(0, "a").event(30, "c"));
    assertThat(outcome.current(), is("a b c d"));
    assertThat(outcome.revised(), is(0L));
  }

  @ParameterizedTest
  @EnumSource
  void anOpeningThatComesAfterLaterEventsWereMergedSplitsThem(Runner runner) {
    Outcome outcome =
        runner.tell(story().event(0, "a").event(20, "c").event(40, "d").opening(15, "b"));
    assertThat(outcome.current(), is("a | b c d"));
    assertThat(outcome.revised(), is(0L));
  }

  @ParameterizedTest
  @EnumSource
  void aLateEventAddsToASessionThatWasWritten(Runner runner) {
    Outcome outcome = runner.tell(story().event(0, "a").event(10, "c").watermark(50).event(5, "b"));
    assertThat(outcome.current(), is("a b c"));
    assertThat(outcome.lines(Dataset.SESSIONS).size(), is(2));
    assertThat(outcome.all(Dataset.SESSIONS, line -> !line.has("replaces")), is(true));
  }

  @ParameterizedTest
  @EnumSource
  void aLateEventMovesTheStartOfASession(Runner runner) {
    Outcome outcome =
        runner.tell(story().event(20, "b").event(30, "c").watermark(70).event(5, "a"));
    assertThat(outcome.current(), is("a b c"));
    assertThat(
        outcome.lines(Dataset.SESSIONS).get(1).get("replaces").get(0),
        is(outcome.lines(Dataset.SESSIONS).get(0).get("session_id")));
  }

  @ParameterizedTest
  @EnumSource
  void aLateEventBridgesTwoSessions(Runner runner) {
    Outcome outcome =
        runner.tell(story().event(0, "a").event(40, "c").watermark(100).event(20, "b"));
    assertThat(outcome.current(), is("a b c"));
    assertThat(outcome.lines(Dataset.SESSIONS).size(), is(3));
  }

  @ParameterizedTest
  @EnumSource
  void aLateOpeningSplitsASession(Runner runner) {
    Outcome outcome =
        runner.tell(story().event(0, "a").event(20, "c").watermark(60).opening(10, "b"));
    assertThat(outcome.current(), is("a | b c"));
    assertThat(outcome.lines(Dataset.SESSIONS).size(), is(3));
    assertThat(
        outcome.lines(Dataset.SESSIONS).stream().filter(line -> line.has("revision")).count(),
        is(2L));
  }

  @ParameterizedTest
  @EnumSource
  void aSupersededSessionComesBackUnderAHigherRevision(Runner runner) {
    Outcome outcome =
        runner.tell(
            story()
                .event(20, "b")
                .watermark(60)
                .event(5, "a")
                .watermark(61)
                .opening(20, "c")
                .watermark(62)
                .event(25, "d"));
    assertThat(outcome.current(), is("a | c b d"));
  }

  /**
   * At the watermark 102, an event at 1 is later than the 100 that are allowed; an event at 2 is
   * not.
   */
  @ParameterizedTest
  @EnumSource
  void aLateEventIsKeptWithItsBytes(Runner runner) {
    Outcome outcome = runner.tell(story().watermark(102).event(1, "b").event(2, "c"));
    assertThat(outcome.late(), is(List.of("b")));
    assertThat(
        outcome.lateRecords().get(0),
        is("{\"copy\":{},\"id\":\"b\",\"m\":\"m\",\"t\":1486252800001,\"a\":\"view\"}"));
    assertThat(
        outcome.all(Dataset.LATE, line -> line.get("reason").asText().equals("late")), is(true));
    assertThat(outcome.current(), is("c"));
  }

  /** The session is final at 0 + 30 + 100. Before that, an event in time may still change it. */
  @ParameterizedTest
  @EnumSource
  void aSessionCanBeChangedUntilItIsFinal(Runner runner) {
    Outcome justInTime = runner.tell(story().event(0, "a").watermark(129).event(29, "b"));
    assertThat(justInTime.late(), is(List.of()));
    assertThat(justInTime.current(), is("a b"));
    assertThat(justInTime.lines(Dataset.SESSIONS).size(), is(2));
  }

  /**
   * At the watermark 130, the session of the event at 0 is final, and every event that would touch
   * it is late.
   */
  @ParameterizedTest
  @EnumSource
  void anEventThatWouldTouchAFinalSessionIsLate(Runner runner) {
    Outcome outcome =
        runner.tell(
            story().event(0, "a").watermark(130).event(29, "b").opening(29, "o").event(30, "c"));
    assertThat(outcome.late(), is(List.of("b", "o")));
    assertThat(outcome.current(), is("a | c"));
    assertThat(outcome.revised(), is(0L));
  }

  /**
   * Whether an event is late depends on nothing else, for example not on whether its machine was
   * seen before.
   */
  @ParameterizedTest
  @EnumSource
  void anEventIsLateWhateverSessionItWouldTouch(Runner runner) {
    Outcome outcome =
        runner.tell(
            story()
                .event(20, "a")
                .watermark(121)
                .event(20, "b")
                .event(21, "c")
                .arrives("n", Story.event(20, "x"))
                .arrives("n", Story.event(21, "y")));
    assertThat(outcome.late(), is(List.of("b", "x")));
    assertThat(outcome.current(), is("a c"));
    assertThat(outcome.current("n"), is(List.of(List.of("y"))));
  }

  @ParameterizedTest
  @EnumSource
  void withoutAllowedLatenessAnEventBeforeTheWatermarkIsLate(Runner runner) {
    Outcome outcome =
        runner.tell(story(NO_CAP, 0).event(0, "a").watermark(29).event(28, "b").event(29, "c"));
    assertThat(outcome.current(), is("a c"));
    assertThat(outcome.late(), is(List.of("b")));
  }

  @ParameterizedTest
  @EnumSource
  void withoutAllowedLatenessNoWrittenLineChanges(Runner runner) {
    Outcome outcome =
        runner.tell(
            story(NO_CAP, 0)
                .event(0, "a")
                .event(20, "c")
                .watermark(50)
                .event(10, "x")
                .event(25, "d"));
    assertThat(outcome.late(), is(List.of("d", "x")));
    assertThat(outcome.current(), is("a c"));
    assertThat(outcome.revised(), is(0L));
  }

  @ParameterizedTest
  @EnumSource
  void aSessionIsWrittenWhenTheWatermarkPassesItsGapAndNotBefore(Runner runner) {
    Outcome before = runner.tell(story().event(0, "a").watermark(29).event(29, "b"));
    assertThat(before.written(), is(List.of("a b")));
    Outcome after = runner.tell(story().event(0, "a").watermark(31).event(29, "b"));
    assertThat(after.lines(Dataset.SESSIONS).size(), is(2));
    assertThat(after.current(), is("a b"));
  }

  @ParameterizedTest
  @EnumSource
  void equalInstantsAreOrderedByOpeningAndId(Runner runner) {
    Outcome outcome =
        runner.tell(
            story().event(10, "c").opening(10, "z").event(0, "a").event(10, "b").opening(10, "y"));
    assertThat(outcome.current(), is("a | y z b c"));
  }

  @ParameterizedTest
  @EnumSource
  void eachDuplicateIsCountedOnceAcrossPanes(Runner runner) {
    Outcome outcome =
        runner.tell(
            story()
                .event(0, "a")
                .event(0, "a")
                .watermark(40)
                .event(0, "a")
                .event(5, "b")
                .watermark(41)
                .event(5, "b"));
    assertThat(outcome.current(), is("a b"));
    assertThat(outcome.counter(SessionCounters.DUPLICATES), is(3L));
    assertThat(outcome.lines(Dataset.SESSIONS).size(), is(2));
  }

  @ParameterizedTest
  @EnumSource
  void aLateDuplicateWithSmallerBytesReplacesTheKeptEvent(Runner runner) {
    Outcome outcome =
        runner.tell(
            story()
                .arrives("m", Story.event(0, "a", false, "2"))
                .watermark(40)
                .arrives("m", Story.event(0, "a", false, "1")));
    assertThat(outcome.current(), is("a"));
    assertThat(outcome.lines(Dataset.EVENTS).get(1).get("copy").asInt(), is(1));
    assertThat(outcome.lines(Dataset.EVENTS).get(1).get("revision").asInt(), is(1));
  }

  @ParameterizedTest
  @EnumSource
  void theCapSplitsTheSessionOfAMachineThatNeverPauses(Runner runner) {
    StreamStory story = story(240, LATENESS);
    for (int i = 0; i < 100; i++) {
      story.event(i * 10L, String.format(Locale.ROOT, "e%02d", i));
      if (i % 10 == 9) {
        story.watermark(i * 10L - 20);
      }
    }
    Outcome outcome = runner.tell(story);
    assertThat(
        outcome.current("m").stream().map(ids -> ids.get(0)).toList(),
        is(List.of("e00", "e24", "e48", "e72", "e96")));
    assertThat(outcome.revised(), is(0L));
  }

  @ParameterizedTest
  @EnumSource
  void aLateOpeningMovesTheCap(Runner runner) {
    Outcome outcome =
        runner.tell(
            Stream.iterate(0L, t -> t <= 260, t -> t + 20)
                .reduce(
                    story(240, 400),
                    (story, t) -> story.event(t, String.format(Locale.ROOT, "e%03d", t)),
                    (a, b) -> a)
                .watermark(300)
                .opening(190, "late"));
    assertThat(
        outcome.current("m").stream().map(ids -> ids.get(0)).toList(), is(List.of("e000", "late")));
  }

  @ParameterizedTest
  @EnumSource
  void machinesNeverShareASession(Runner runner) {
    Outcome outcome =
        runner.tell(
            story()
                .arrives("m", Story.event(0, "a"))
                .arrives("n", Story.opening(1, "b"))
                .watermark(50)
                .arrives("n", Story.event(2, "c"))
                .arrives("m", Story.event(3, "d")));
    assertThat(outcome.current("m"), is(List.of(List.of("a", "d"))));
    assertThat(outcome.current("n"), is(List.of(List.of("b", "c"))));
  }

  /**
   * Up to its limit, the events of a machine make sessions. The rest is kept in {@code invalid/}.
   */
  @ParameterizedTest
  @EnumSource
  void aMachineThatSendsTooMuchIsLimitedForOneSpanAndHarmsNoOtherMachine(Runner runner) {
    StreamStory story = story(240, LATENESS).machinesUpTo(1);
    for (int i = 0; i < 40; i++) {
      story
          .event(i, String.format(Locale.ROOT, "e%02d", i))
          .arrives("n", Story.event(i * 20L, String.format(Locale.ROOT, "n%02d", i)));
    }
    story.watermark(220).event(500, "next");
    Outcome outcome = runner.tell(story);
    int kept = outcome.current("m").get(0).size();
    assertThat(kept * 60 < 1024 && kept > 10, is(true));
    assertThat(outcome.lines(Dataset.INVALID).size(), is(40 - kept));
    assertThat(
        outcome.all(Dataset.INVALID, line -> line.get("reason").asText().equals("too_many_events")),
        is(true));
    assertThat(outcome.current("m").get(1), is(List.of("next")));
    assertThat(outcome.current("n").stream().mapToInt(List::size).sum(), is(40));
  }

  @ParameterizedTest
  @EnumSource
  void anIdleStreamWritesNoSession(Runner runner) {
    Outcome outcome = runner.tell(story().watermark(1_000));
    assertThat(outcome.lines(Dataset.SESSIONS), is(List.of()));
  }

  /** The portable form of the pipeline contains everything that a runner needs. */
  @ParameterizedTest
  @EnumSource
  void aPipelineThatWasSerializedWritesTheSame(SessionGrouping how) {
    Outcome direct = ofAllKinds().groupedBy(how).onDirect();
    Outcome again = ofAllKinds().groupedBy(how).onDirectThroughProto();
    assertThat(again.dropped(), is(0L));
    assertThat(again.missing(), is(0L));
    for (Dataset dataset : Dataset.values()) {
      assertThat(dataset.name(), again.sortedLines(dataset), is(direct.sortedLines(dataset)));
    }
    assertThat(direct.written(), hasItem("a b c @1 -1"));
    assertThat(direct.late(), is(List.of("e")));
    assertThat(direct.lines(Dataset.INVALID).size(), is(1));
  }

  /**
   * Two sessions, a late event that joins them, an event that is too late, and a record that is not
   * an event.
   */
  private static StreamStory ofAllKinds() {
    return story()
        .event(0, "a")
        .garbage(1)
        .event(40, "c")
        .watermark(80)
        .event(20, "b")
        .watermark(200)
        .event(90, "e");
  }
}
