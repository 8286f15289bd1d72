package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static dev.sessionbeam.session.Story.opening;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Small stories of panes that fire, and what is written of them. SEMANTICS, section 5. */
class RevisionTest {
  private static final long GAP = 30;

  private final Desk desk = new Desk(new SessionRules(GAP, 0));

  /** Fires a pane of these events, and gives what is written: {@code ids@revision}. */
  private String fire(Event... events) {
    return Desk.text(desk.fire(desk.pane(List.of(events))).sessions());
  }

  /** What the last pane made void: {@code start@revision}. */
  private List<String> voided() {
    return desk.last().superseded().stream().map(s -> s.start() + "@" + s.revision()).toList();
  }

  @Test
  void whatIsWrittenForTheFirstTimeHasRevisionZeroAndReplacesNothing() {
    assertThat(fire(event(0, "a"), event(10, "b"), event(40, "c")), is("a b@0 | c@0"));
    assertThat(voided(), is(empty()));
    assertThat(desk.last().duplicates(), is(0L));
  }

  @Test
  void theSamePaneAgainChangesNothing() {
    fire(event(0, "a"), event(0, "a"), event(40, "b"));
    List<WrittenWindow> written = desk.last().written();
    assertThat(fire(event(0, "a"), event(0, "a"), event(40, "b")), is(""));
    assertThat(voided(), is(empty()));
    assertThat(desk.last().duplicates(), is(0L));
    assertThat(desk.last().written(), is(written));
  }

  @Test
  void theOrderOfAPanesEventsChangesNothing() {
    fire(event(0, "a"), event(10, "b"), event(10, "c"));
    assertThat(fire(event(10, "c"), event(10, "b"), event(0, "a")), is(""));
  }

  @Test
  void aLateEventBehindTheLastOneGivesTheSameSessionItsNextRevision() {
    fire(event(0, "a"));
    assertThat(fire(event(0, "a"), event(10, "b")), is("a b@1"));
    assertThat(voided(), is(List.of("0@0")));
    assertThat(fire(event(0, "a"), event(10, "b"), event(5, "c")), is("a c b@2"));
    assertThat(voided(), is(List.of("0@1")));
  }

  @Test
  void aLateEventAheadOfTheFirstOneReplacesTheOldStart() {
    fire(event(20, "b"), event(30, "c"));
    assertThat(fire(event(5, "a"), event(20, "b"), event(30, "c")), is("a b c@1 for [20]"));
    assertThat(voided(), is(List.of("20@0")));
  }

  @Test
  void aSessionThatMovedIsReplacedOnlyByItsLastStart() {
    fire(event(40, "c"));
    fire(event(20, "b"), event(40, "c"));
    assertThat(fire(event(0, "a"), event(20, "b"), event(40, "c")), is("a b c@2 for [20]"));
    assertThat(voided(), is(List.of("20@1")));
    assertThat(desk.holding(), is("a b c@2 for [20]"));
  }

  @Test
  void aBridgeMakesTwoSessionsOneAndReplacesTheSecondStart() {
    fire(event(0, "a"));
    fire(event(40, "c"));
    assertThat(fire(event(0, "a"), event(20, "b"), event(40, "c")), is("a b c@1 for [40]"));
    assertThat(voided(), is(List.of("0@0", "40@0")));
  }

  @Test
  void aBridgeHasARevisionAboveTheHighestOfAllThatItJoins() {
    fire(event(0, "a"));
    fire(event(40, "c"));
    fire(event(40, "c"), event(41, "d"));
    fire(event(40, "c"), event(41, "d"), event(42, "e"));
    fire(event(70, "f"));
    assertThat(
        fire(
            event(0, "a"),
            event(20, "b"),
            event(40, "c"),
            event(41, "d"),
            event(42, "e"),
            event(65, "x"),
            event(70, "f")),
        is("a b c d e x f@3 for [40, 70]"));
    assertThat(voided(), is(List.of("0@0", "40@2", "70@0")));
  }

  @Test
  void aLateOpeningSplitsASessionAndVoidsNoStart() {
    fire(event(0, "a"), event(20, "c"));
    assertThat(fire(event(0, "a"), opening(10, "b"), event(20, "c")), is("a@1 | b c@1"));
    assertThat(voided(), is(List.of("0@0")));
  }

  @Test
  void aLateOpeningAtAnInstantThatIsThereSplitsASession() {
    fire(event(0, "a"), event(20, "c"));
    assertThat(fire(event(0, "a"), opening(20, "b"), event(20, "c")), is("a@1 | b c@1"));
  }

  @Test
  void allPartsOfASplitHaveARevisionAboveTheWhole() {
    fire(event(0, "a"), event(20, "c"), event(25, "e"));
    assertThat(
        fire(event(0, "a"), opening(10, "b"), event(20, "c"), opening(22, "d"), event(25, "e")),
        is("a@1 | b c@1 | d e@1"));
  }

  @Test
  void aVoidSessionComesBackAboveTheOneThatVoidedIt() {
    assertThat(fire(event(20, "b")), is("b@0"));
    assertThat(fire(event(5, "a"), event(20, "b")), is("a b@1 for [20]"));
    assertThat(fire(event(5, "a"), opening(20, "c"), event(20, "b")), is("a@2 | c b@2"));
    assertThat(voided(), is(List.of("5@1")));
    assertThat(desk.holding(), is("a@2 | c b@2"));
  }

  @Test
  void aVoidStartIsReplacedOnlyByTheSessionThatHoldsItsInstant() {
    fire(event(20, "b"), event(40, "c"));
    assertThat(
        fire(event(5, "a"), event(20, "b"), opening(40, "x"), event(40, "c")),
        is("a b@1 for [20] | x c@1"));
  }

  /**
   * Were the third session to replace the start of 20, its high revision would void it for good.
   */
  @Test
  void aVoidStartComesBackBesideASessionOfAHigherRevision() {
    fire(event(20, "b"), event(40, "c"));
    fire(event(75, "d"));
    fire(event(75, "d"), event(76, "e"));
    fire(event(75, "d"), event(76, "e"), event(77, "f"));
    assertThat(
        fire(
            event(5, "a"),
            event(20, "b"),
            opening(40, "x"),
            event(40, "c"),
            event(60, "y"),
            event(75, "d"),
            event(76, "e"),
            event(77, "f")),
        is("a b@1 for [20] | x c y d e f@3 for [75]"));
    assertThat(
        fire(
            event(5, "a"),
            opening(20, "z"),
            event(20, "b"),
            opening(40, "x"),
            event(40, "c"),
            event(60, "y"),
            event(75, "d"),
            event(76, "e"),
            event(77, "f")),
        is("a@2 | z b@2"));
    assertThat(desk.holding(), is("a@2 | z b@2 | x c y d e f@3 for [75]"));
  }

  @Test
  void aLateCopyChangesNothingButTheDuplicates() {
    fire(event(0, "a"), event(5, "b"));
    assertThat(fire(event(0, "a"), event(0, "a"), event(5, "b")), is(""));
    assertThat(desk.last().duplicates(), is(1L));
    assertThat(voided(), is(empty()));
    fire(event(0, "a"), event(0, "a"), event(5, "b"), event(5, "b"), event(5, "b"));
    assertThat(desk.last().duplicates(), is(2L));
  }

  @Test
  void aLateCopyWithLargerBytesChangesNothing() {
    fire(event(0, "a", false, "1"));
    assertThat(fire(event(0, "a", false, "1"), event(0, "a", true, "2")), is(""));
    assertThat(desk.last().duplicates(), is(1L));
  }

  @Test
  void aLateCopyWithSmallerBytesTakesThePlaceOfTheKeptOne() {
    fire(event(0, "a", false, "2"));
    assertThat(fire(event(0, "a", false, "2"), event(0, "a", false, "1")), is("a@1"));
    assertThat(desk.last().duplicates(), is(1L));
    assertThat(voided(), is(List.of("0@0")));
  }

  @Test
  void aLateCopyThatOnlySaysThatItOpensTakesThePlaceOfTheKeptOne() {
    fire(event(0, "a", false, "1"));
    assertThat(fire(event(0, "a", false, "1"), event(0, "a", true, "1")), is("a@1"));
  }

  @Test
  void sessionsWhoseEventsDifferOnlyInActionOrOpeningAreNotTheSame() {
    Event event = event(0, "a");
    WrittenSession written = WrittenSession.of(new Session(List.of(event)));
    for (Event other :
        List.of(
            new Event("m", event.id(), 0, true, event.action(), event.json()),
            new Event("m", event.id(), 0, false, "quit", event.json()))) {
      WrittenSession fresh = WrittenSession.of(new Session(List.of(other)));
      assertThat(written.hasTheEventsOf(fresh), is(false));
    }
  }

  @Test
  void aLateCopyThatTakesAnOpeningAwayJoinsTheSessionsThatItParted() {
    fire(event(0, "a"));
    fire(event(10, "b", true, "2"), event(20, "c"));
    assertThat(
        fire(event(0, "a"), event(10, "b", true, "2"), event(10, "b", false, "1"), event(20, "c")),
        is("a b c@1 for [10]"));
    assertThat(desk.last().duplicates(), is(1L));
  }

  @Test
  void untouchedSessionsOfAWiderWindowAreNotWrittenAgain() {
    fire(event(0, "a"), opening(10, "b"), event(60, "c"));
    assertThat(fire(event(0, "a"), opening(10, "b"), event(20, "x"), event(60, "c")), is("b x@1"));
    assertThat(voided(), is(List.of("10@0")));
    assertThat(desk.holding(), is("a@0 | b x@1 | c@0"));
    assertThat(
        fire(event(0, "a"), opening(10, "b"), event(20, "x"), event(60, "c"), event(61, "d")),
        is("c d@1"));
    assertThat(desk.written(), is(List.of("0@0", "10@1", "60@1")));
  }

  @Test
  void aSessionThatSharesNoInstantWithAWrittenOneIsWrittenForTheFirstTime() {
    fire(event(0, "a"), event(100, "c"));
    assertThat(fire(event(0, "a"), event(50, "b"), event(100, "c")), is("b@0"));
    assertThat(voided(), is(empty()));
  }

  @Test
  void windowsThatSwallowEachOtherWriteOnlyWhatChanged() {
    fire(event(0, "a"));
    fire(opening(10, "c"), event(30, "d"));
    assertThat(fire(event(0, "a"), event(5, "b"), opening(10, "c"), event(30, "d")), is("a b@1"));
    assertThat(desk.last().written().size(), is(1));
  }

  @Test
  void windowsThatDoNotOverlapThePaneStayAsTheyAre() {
    fire(event(0, "a"));
    fire(event(31, "b"));
    List<WrittenWindow> written = desk.last().written();
    assertThat(fire(event(29, "c"), event(30, "d")), is("c d@0"));
    assertThat(desk.last().written().subList(0, 2), is(written));
    assertThat(desk.last().written().size(), is(3));
  }

  @Test
  void aLateOpeningThatMovesTheCapRevisesTheSessionsBehindIt() {
    Desk capped = new Desk(new SessionRules(GAP, 60));
    List<Event> events =
        new ArrayList<>(
            List.of(
                event(0, "a"),
                event(20, "b"),
                event(40, "d"),
                event(60, "e"),
                event(80, "f"),
                event(200, "g")));
    assertThat(Desk.text(capped.fire(capped.pane(events)).sessions()), is("a b d@0 | e f@0 | g@0"));
    events.add(opening(35, "c"));
    assertThat(
        Desk.text(capped.fire(capped.pane(events)).sessions()), is("a b@1 | c d e f@1 for [60]"));
    assertThat(capped.holding(), is("a b@1 | c d e f@1 for [60] | g@0"));
  }

  @Test
  void duplicatesOverAllRevisionsAreTheCopies() {
    fire(event(0, "a"), event(0, "a"));
    fire(event(40, "c"), event(40, "c"), event(40, "c"));
    fire(event(0, "a"), event(0, "a"), event(10, "x", false, "2"));
    fire(
        event(0, "a"),
        event(0, "a"),
        event(0, "a"),
        event(10, "x", false, "2"),
        event(10, "x", false, "1"),
        event(20, "b"),
        event(40, "c"),
        event(40, "c"),
        event(40, "c"));
    assertThat(desk.duplicates(), is(5L));
    assertThat(desk.holding(), is("a x b c@2 for [40]"));
  }

  @Test
  void supersededAreJustTheSessionsWhoseLinesHoldNoMore() {
    fire(event(0, "a"), opening(10, "b"), event(50, "c"));
    fire(event(0, "a"), opening(10, "b"), event(20, "x"), event(50, "c"));
    assertThat(voided(), is(List.of("10@0")));
    fire(event(0, "a"), opening(10, "b"), event(20, "x"), event(30, "y"), event(50, "c"));
    assertThat(voided(), is(List.of("10@1", "50@0")));
    fire(
        event(0, "a"),
        opening(10, "b"),
        event(20, "x"),
        event(30, "y"),
        opening(50, "z"),
        event(50, "c"));
    assertThat(voided(), is(List.of("10@2")));
    assertThat(desk.written(), is(List.of("0@0", "10@3", "50@3")));
    assertThat(desk.linesNotSuperseded(), is(desk.linesThatHold()));
  }

  /** All that was written of one machine, and what a reader makes of it. */
  static final class Desk {
    private final SessionCutter cutter;
    private final List<RevisedSession> lines = new ArrayList<>();
    private final List<String> superseded = new ArrayList<>();
    private Revision last = new Revision(List.of(), List.of(), 0, List.of());
    private long duplicates;

    Desk(SessionRules rules) {
      cutter = new SessionCutter(rules);
    }

    CutPane pane(List<Event> events) {
      SessionCutter.Cut cut = cutter.cut(events);
      return new CutPane(
          events.stream().mapToLong(Event::millis).min().orElseThrow(),
          events.stream().mapToLong(Event::millis).max().orElseThrow(),
          cut.given(),
          cut.sessions());
    }

    Revision fire(CutPane pane) {
      last = Revision.of(last.written(), pane);
      lines.addAll(last.sessions());
      last.superseded().forEach(s -> superseded.add(s.start() + "@" + s.revision()));
      duplicates += last.duplicates();
      return last;
    }

    Revision last() {
      return last;
    }

    long duplicates() {
      return duplicates;
    }

    /** The lines that hold once all revisions are applied, by start. */
    List<RevisedSession> held() {
      Map<Long, Integer> highest = new HashMap<>();
      for (RevisedSession line : lines) {
        highest.merge(line.session().start(), line.revision(), Math::max);
        line.replacedStarts().forEach(start -> highest.merge(start, line.revision(), Math::max));
      }
      return lines.stream()
          .filter(
              line ->
                  Objects.requireNonNull(highest.get(line.session().start())) <= line.revision())
          .sorted(Comparator.comparingLong(line -> line.session().start()))
          .toList();
    }

    String holding() {
      return text(held());
    }

    List<String> linesThatHold() {
      return keys(held());
    }

    List<String> linesNotSuperseded() {
      List<String> left = keys(lines);
      superseded.forEach(
          key -> {
            if (!left.remove(key)) {
              throw new AssertionError(key + " is superseded and was not written, or is so twice");
            }
          });
      return left;
    }

    /** What is remembered as written, the same way. */
    List<String> written() {
      return last.written().stream()
          .flatMap(window -> window.sessions().stream())
          .sorted(Comparator.comparingLong(WrittenSession::start))
          .map(s -> s.start() + "@" + s.revision())
          .toList();
    }

    private static List<String> keys(List<RevisedSession> lines) {
      return lines.stream()
          .sorted(
              Comparator.comparingLong((RevisedSession line) -> line.session().start())
                  .thenComparing(RevisedSession::revision))
          .map(line -> line.session().start() + "@" + line.revision())
          .collect(Collectors.toCollection(ArrayList::new));
    }

    static String text(List<RevisedSession> sessions) {
      return sessions.stream()
          .map(
              s ->
                  Story.text(List.of(s.session()))
                      + "@"
                      + s.revision()
                      + (s.replacedStarts().isEmpty() ? "" : " for " + s.replacedStarts()))
          .collect(Collectors.joining(" | "));
    }
  }
}
