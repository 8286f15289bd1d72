package dev.sessionbeam.bench.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Times are in minutes. The gap is 30 minutes. */
class SessionUpdateTest {
  private static final long MINUTE = 60_000;

  /** Midnight; in minutes after it, no session here reaches the next one. */
  private static final long START = 1_486_252_800_000L;

  @Test
  void aSessionIsWrittenOnceTheWatermarkHasPassedItsGap() {
    List<NitroEvent> events = List.of(view(0), view(10));
    assertThat(first(events, START + 40 * MINUTE - 2).toWrite(), is(empty()));
    assertThat(written(first(events, START + 40 * MINUTE - 1)), is("0: 0 10"));
  }

  @Test
  void whatIsNotCompleteGoesOnWaiting() {
    SessionUpdate update = first(List.of(view(60), view(0), view(70)), at(50));
    assertThat(written(update), is("0: 0"));
    assertThat(minutes(update.waiting()), is("60 70"));
    assertThat(update.wakesAt(), is(at(100) - 1));
    assertThat(update.written(), is(1));
  }

  @Test
  void anEventThatComesLaterMakesARevisionOfItsSession() {
    WrittenSession old = WrittenSession.of(List.of(view(0), view(20)), List.of());
    SessionUpdate update = again(List.of(old), List.of(view(10)));
    assertThat(written(update), is("1: 0 10 20"));
    assertThat(update.replaced(), is(List.of(old)));
    assertThat(update.waiting(), is(empty()));
    assertThat(update.written(), is(1));
  }

  @Test
  void aSessionThatDoesNotChangeIsNotWrittenAgain() {
    WrittenSession one = WrittenSession.of(List.of(view(0)), List.of());
    WrittenSession other = WrittenSession.of(List.of(view(100)), List.of());
    assertThat(written(again(List.of(one, other), List.of(view(110)))), is("1: 100 110"));
    assertThat(written(again(List.of(one, other), List.of(view(100)))), is(""));
    assertThat(written(again(List.of(one, other), List.of(view(50)))), is("0: 50"));
  }

  @Test
  void aSessionThatJoinsTwoReplacesTheSecondWithAHigherRevisionThanBoth() {
    WrittenSession one = WrittenSession.of(List.of(view(0)), List.of());
    WrittenSession other = WrittenSession.of(List.of(view(50)), List.of());
    other.revision = 4;
    SessionUpdate update = again(List.of(one, other), List.of(view(25)));
    assertThat(written(update), is("5: 0 25 50 replaces 50"));
    assertThat(update.replaced(), is(List.of(one, other)));
  }

  @Test
  void aSessionWhoseStartMovesReplacesTheWrittenOne() {
    WrittenSession old = WrittenSession.of(List.of(view(10), view(20)), List.of());
    assertThat(written(again(List.of(old), List.of(view(0)))), is("1: 0 10 20 replaces 10"));
  }

  @Test
  void anOpeningEventSplitsAWrittenSessionInTwo() {
    WrittenSession old = WrittenSession.of(List.of(view(0), view(20)), List.of());
    assertThat(written(again(List.of(old), List.of(opening(10)))), is("1: 0, 1: 10 20"));
  }

  /** It shares an instant with a written session, so readers must see the change. */
  @Test
  void aWrittenSessionThatGrowsIsWrittenAgainEvenIfItIsNotComplete() {
    WrittenSession old = WrittenSession.of(List.of(view(0)), List.of());
    SessionUpdate update =
        SessionUpdate.of(List.of(old), List.of(view(29), view(59)), at(30), at(35));
    assertThat(written(update), is("1: 0 29"));
    assertThat(minutes(update.waiting()), is("59"));
  }

  @Test
  void ofDuplicatesTheOneWithTheSmallestBytesStays() {
    NitroEvent small = view(0);
    NitroEvent large = view(0);
    large.json = "{~}".getBytes(StandardCharsets.UTF_8);
    WrittenSession smallWritten = WrittenSession.of(List.of(small), List.of());
    WrittenSession largeWritten = WrittenSession.of(List.of(large), List.of());
    assertThat(written(again(List.of(smallWritten), List.of(large))), is(""));
    SessionUpdate update = again(List.of(largeWritten), List.of(small));
    assertThat(written(update), is("1: 0"));
    assertThat(update.written(), is(0));
  }

  /** An opening event splits, so an event after it cannot change the session before it. */
  @Test
  void theReachEndsWhereTheNextSessionStarts() {
    SessionUpdate update = first(List.of(view(0), opening(10), view(39)), at(31));
    assertThat(written(update), is("0: 0"));
    assertThat(update.reach(), is(at(10)));
    assertThat(first(List.of(view(0)), at(31)).reach(), is(at(30)));
    assertThat(first(List.of(view(0)), at(1)).reach(), is(SessionUpdate.NOTHING_WRITTEN));
  }

  @Test
  void whatWaitsBeforeAWrittenSessionDoesNotEndTheReach() {
    WrittenSession one = WrittenSession.of(List.of(view(0)), List.of());
    WrittenSession other = WrittenSession.of(List.of(opening(44)), List.of());
    SessionUpdate update =
        SessionUpdate.of(List.of(one, other), List.of(opening(30)), at(74), at(50));
    assertThat(minutes(update.waiting()), is("30"));
    assertThat(update.reach(), is(at(74)));
  }

  private static SessionUpdate first(List<NitroEvent> events, long watermark) {
    return SessionUpdate.of(List.of(), events, SessionUpdate.NOTHING_WRITTEN, watermark);
  }

  private static SessionUpdate again(List<WrittenSession> written, List<NitroEvent> events) {
    return SessionUpdate.of(written, events, at(1_000), at(1_000));
  }

  /** The sessions to write: revision, events, and the starts of sessions that are replaced. */
  private static String written(SessionUpdate update) {
    return update.toWrite().stream()
        .map(
            session ->
                session.revision
                    + ": "
                    + minutes(List.of(session.events))
                    + (session.replacedStarts.length == 0 ? "" : " replaces ")
                    + Arrays.stream(session.replacedStarts)
                        .mapToObj(start -> minute(start))
                        .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(", "));
  }

  private static String minutes(List<NitroEvent> events) {
    return events.stream().map(event -> minute(event.millis)).collect(Collectors.joining(" "));
  }

  private static String minute(long millis) {
    return Long.toString((millis - START) / MINUTE);
  }

  private static long at(long minute) {
    return START + minute * MINUTE;
  }

  private static NitroEvent view(long minute) {
    return NitroEvents.of(at(minute), false);
  }

  private static NitroEvent opening(long minute) {
    return NitroEvents.of(at(minute), true);
  }
}
