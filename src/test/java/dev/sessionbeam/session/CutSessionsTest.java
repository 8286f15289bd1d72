package dev.sessionbeam.session;

import static dev.sessionbeam.TestEvents.millis;
import static dev.sessionbeam.TestEvents.time;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.packing.EncodedEvents;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where sessions begin in a group of events, and what a late event changes. */
@ExtendWith(TestPipelineExtension.class)
class CutSessionsTest {
  private static final SessionRules RULES =
      SessionRules.of(Duration.ofMinutes(30), Duration.ofDays(1));

  private static EncodedEvents packed(String... events) {
    return EncodedEvents.of(Arrays.stream(events).map(TestEvents::event).toList());
  }

  private static EventGroup group(String machine, String... events) {
    return new EventGroup(machine, List.of(packed(events)), List.of());
  }

  /** Events whose sessions were emitted once. */
  private static EventGroup.Emitted emitted(String... events) {
    return new EventGroup.Emitted(packed(events), 0, RULES);
  }

  private static PCollection<String> cut(
      CutSessions cut, TestPipeline pipeline, EventGroup... groups) {
    return pipeline
        .apply(Create.of(Arrays.asList(groups)).withCoder(EventGroup.coder()))
        .apply(cut)
        .apply(MapElements.into(strings()).via(CutSessionsTest::text));
  }

  private static String text(RevisedSession session) {
    String text = TestEvents.text(session.session().events());
    if (session.revision() > 0) {
      text += " as revision " + session.revision();
    }
    for (long start : session.replacedStarts()) {
      text += " replaces " + time(start);
    }
    return text;
  }

  @Test
  void aSessionBeginsAfterTheGapAndAtAnOpeningEvent(TestPipeline pipeline) {
    PCollection<String> sessions =
        cut(
            CutSessions.of(RULES),
            pipeline,
            group("a", "a 10:20 view", "a 10:00 view", "a 10:50 view", "a 11:19:59.999 view"),
            group("b", "b 10:00 start", "b 10:10 view", "b 10:15 start", "b 10:15 view"));
    PAssert.that(sessions)
        .containsInAnyOrder(
            "a 10:00 view, 10:20 view",
            "a 10:50 view, 11:19:59.999 view",
            "b 10:00 start, 10:10 view",
            "b 10:15 start, 10:15 view");
    pipeline.run();
  }

  @Test
  void aDuplicateIsLeftOutAndCounted(TestPipeline pipeline) {
    PCollection<String> sessions =
        cut(
            CutSessions.of(RULES),
            pipeline,
            new EventGroup(
                "a",
                List.of(packed("a 10:00 view", "a 10:10 view"), packed("a 10:00 view")),
                List.of()),
            group("b", "b 10:00 view", "b 10:00 view", "b 10:00 click", "b 10:00 view"));
    PAssert.that(sessions)
        .containsInAnyOrder("a 10:00 view, 10:10 view", "b 10:00 click, 10:00 view");
    PipelineResult result = pipeline.run();
    assertThat(Counters.of(SessionCounters.class, result).get("duplicates"), is(3L));
  }

  @Test
  void aLateEventRevisesTheSessionThatItJoinsAndNoOther(TestPipeline pipeline) {
    PCollection<String> sessions =
        cut(
            CutSessions.of(RULES),
            pipeline,
            new EventGroup(
                "a",
                List.of(packed("a 10:10 view")),
                List.of(emitted("a 10:00 view", "a 10:20 start"))));
    PAssert.that(sessions).containsInAnyOrder("a 10:00 view, 10:10 view as revision 1");
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(SessionCounters.class, result),
        is(
            Map.of(
                "duplicates", 0L,
                "superseded_sessions", 1L,
                "superseded_events", 1L,
                "superseded_opened", 0L)));
  }

  @Test
  void aLateEventBetweenTwoSessionsReplacesTheSecond(TestPipeline pipeline) {
    PCollection<String> sessions =
        cut(
            CutSessions.of(RULES),
            pipeline,
            new EventGroup(
                "a",
                List.of(packed("a 10:20 view")),
                List.of(emitted("a 10:00 start"), emitted("a 10:40 view", "a 10:45 view"))));
    PAssert.that(sessions)
        .containsInAnyOrder(
            "a 10:00 start, 10:20 view, 10:40 view, 10:45 view as revision 1 replaces 10:40");
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(SessionCounters.class, result),
        is(
            Map.of(
                "duplicates", 0L,
                "superseded_sessions", 2L,
                "superseded_events", 3L,
                "superseded_opened", 1L)));
  }

  @Test
  void aLateOpeningEventSplitsASession(TestPipeline pipeline) {
    PCollection<String> sessions =
        cut(
            CutSessions.of(RULES),
            pipeline,
            new EventGroup(
                "a",
                List.of(packed("a 10:10 start")),
                List.of(emitted("a 10:00 view", "a 10:20 view"))));
    PAssert.that(sessions)
        .containsInAnyOrder(
            "a 10:00 view as revision 1", "a 10:10 start, 10:20 view as revision 1");
    pipeline.run();
  }

  @Test
  void sessionsThatWereCutByOtherRulesAreRevisedWithALateEvent(TestPipeline pipeline) {
    SessionRules hour = SessionRules.of(Duration.ofHours(1), Duration.ofDays(1));
    PCollection<String> sessions =
        cut(
            CutSessions.of(RULES),
            pipeline,
            new EventGroup(
                "a",
                List.of(packed("a 10:05 view")),
                List.of(
                    new EventGroup.Emitted(
                        packed("a 10:00 view", "a 10:40 view", "a 10:50 view"), 3, hour))));
    PAssert.that(sessions)
        .containsInAnyOrder(
            "a 10:00 view, 10:05 view as revision 4", "a 10:40 view, 10:50 view as revision 4");
    pipeline.run();
  }

  @Test
  void aLateDuplicateRevisesNothingAndIsCountedOnce(TestPipeline pipeline) {
    PCollection<String> sessions =
        cut(
            CutSessions.of(RULES),
            pipeline,
            new EventGroup(
                "a",
                List.of(packed("a 10:00 view")),
                List.of(emitted("a 10:00 view", "a 10:00 view"))));
    PAssert.that(sessions).empty();
    PipelineResult result = pipeline.run();
    assertThat(Counters.of(SessionCounters.class, result), is(Map.of("duplicates", 1L)));
  }

  @Test
  void onlySessionsThatBeginInTheRangeAreEmittedAndOtherEventsAreCounted(TestPipeline pipeline) {
    SessionRange fromTwelveToTwo = SessionRange.of(millis("12:00"), millis("14:00"), RULES);
    PCollection<String> sessions =
        cut(
            CutSessions.of(RULES).within(fromTwelveToTwo),
            pipeline,
            group(
                "a",
                "a 11:50 view",
                "a 12:10 view",
                "a 12:40 view",
                "a 13:50 view",
                "a 14:10 view",
                "a 14:40 view"),
            group("b", "b 12:00 view", "b 12:00 view", "b 14:00 start"));
    PAssert.that(sessions)
        .containsInAnyOrder("a 12:40 view", "a 13:50 view, 14:10 view", "b 12:00 view");
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(SessionCounters.class, result),
        is(Map.of("duplicates", 1L, "before_range", 2L, "after_range", 2L)));
  }
}
