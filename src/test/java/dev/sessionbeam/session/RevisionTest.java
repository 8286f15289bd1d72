package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static dev.sessionbeam.session.Story.opening;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.packing.EncodedEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small stories: panes fire, and lines are written. See docs/semantics.md, section 5. */
class RevisionTest {
  private static final long GAP = 30;

  private final Desk desk = new Desk();
  private SessionRules rules = SessionRules.ofMillis(GAP, 0);
  private long newDuplicates;

  /**
   * Fires a pane of these events, and returns the lines that are written, as {@code ids@revision}.
   */
  private String fire(Event... events) {
    return fire(List.of(events));
  }

  private String fire(List<Event> events) {
    Revision revision = desk.fire(events, rules);
    newDuplicates = revision.duplicates();
    return Desk.text(revision.sessions());
  }

  /** The lines that the last pane superseded, as {@code start@revision}. */
  private List<String> superseded() {
    return desk.lastVoided();
  }

  /** The valid lines after all revisions. */
  private String holding() {
    return Desk.text(desk.holding());
  }

  @Test
  void aSessionWrittenForTheFirstTimeHasRevisionZeroAndReplacesNothing() {
    assertThat(fire(event(0, "a"), event(10, "b"), event(40, "c")), is("a b@0 | c@0"));
    assertThat(superseded(), is(empty()));
    assertThat(newDuplicates, is(0L));
  }

  @Test
  void theSamePaneAgainChangesNothing() {
    fire(event(0, "a"), event(0, "a"), event(40, "b"));
    assertThat(fire(event(0, "a"), event(0, "a"), event(40, "b")), is(""));
    assertThat(superseded(), is(empty()));
    assertThat(newDuplicates, is(0L));
    assertThat(holding(), is("a@0 | b@0"));
  }

  @Test
  void theOrderOfAPanesEventsChangesNothing() {
    fire(event(0, "a"), event(10, "b"), event(10, "c"));
    assertThat(fire(event(10, "c"), event(10, "b"), event(0, "a")), is(""));
  }

  @Test
  void aLateEventAfterTheLastOneGivesTheSameSessionItsNextRevision() {
    fire(event(0, "a"));
    assertThat(fire(event(0, "a"), event(10, "b")), is("a b@1"));
    assertThat(superseded(), is(List.of("0@0")));
    assertThat(fire(event(0, "a"), event(10, "b"), event(5, "c")), is("a c b@2"));
    assertThat(superseded(), is(List.of("0@1")));
  }

  @Test
  void aLateEventBeforeTheFirstOneReplacesTheOldStart() {
    fire(event(20, "b"), event(30, "c"));
    assertThat(fire(event(5, "a"), event(20, "b"), event(30, "c")), is("a b c@1 for [20]"));
    assertThat(superseded(), is(List.of("20@0")));
  }

  @Test
  void aSessionThatMovesTwiceReplacesOnlyItsLastStart() {
    fire(event(40, "c"));
    fire(event(20, "b"), event(40, "c"));
    assertThat(fire(event(0, "a"), event(20, "b"), event(40, "c")), is("a b c@2 for [20]"));
    assertThat(superseded(), is(List.of("20@1")));
    assertThat(holding(), is("a b c@2 for [20]"));
  }

  @Test
  void aBridgeMakesTwoSessionsOneAndReplacesTheSecondStart() {
    fire(event(0, "a"));
    fire(event(40, "c"));
    assertThat(fire(event(0, "a"), event(20, "b"), event(40, "c")), is("a b c@1 for [40]"));
    assertThat(superseded(), is(List.of("0@0", "40@0")));
  }

  @Test
  void aBridgeHasARevisionAboveAllSessionsThatItJoins() {
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
    assertThat(superseded(), is(List.of("0@0", "40@2", "70@0")));
  }

  @Test
  void aLateOpeningSplitsASessionAndReplacesNoStart() {
    fire(event(0, "a"), event(20, "c"));
    assertThat(fire(event(0, "a"), opening(10, "b"), event(20, "c")), is("a@1 | b c@1"));
    assertThat(superseded(), is(List.of("0@0")));
  }

  @Test
  void aLateOpeningAtTheInstantOfAnotherEventSplitsASession() {
    fire(event(0, "a"), event(20, "c"));
    assertThat(fire(event(0, "a"), opening(20, "b"), event(20, "c")), is("a@1 | b c@1"));
  }

  @Test
  void allSessionsOfASplitHaveARevisionAboveTheOldSession() {
    fire(event(0, "a"), event(20, "c"), event(25, "e"));
    assertThat(
        fire(event(0, "a"), opening(10, "b"), event(20, "c"), opening(22, "d"), event(25, "e")),
        is("a@1 | b c@1 | d e@1"));
  }

  @Test
  void aNewSessionWithinAWrittenSessionHasARevisionAboveItToo() {
    fire(event(0, "a"), event(20, "d"));
    assertThat(
        fire(event(0, "a"), opening(5, "b"), opening(10, "c"), event(20, "d")),
        is("a@1 | b@1 | c d@1"));
    assertThat(superseded(), is(List.of("0@0")));
  }

  @Test
  void aSupersededSessionComesBackWithAHigherRevision() {
    assertThat(fire(event(20, "b")), is("b@0"));
    assertThat(fire(event(5, "a"), event(20, "b")), is("a b@1 for [20]"));
    assertThat(fire(event(5, "a"), opening(20, "c"), event(20, "b")), is("a@2 | c b@2"));
    assertThat(superseded(), is(List.of("5@1")));
    assertThat(holding(), is("a@2 | c b@2"));
  }

  @Test
  void aStartIsReplacedOnlyByTheSessionThatHoldsItsInstant() {
    fire(event(20, "b"), event(40, "c"));
    assertThat(
        fire(event(5, "a"), event(20, "b"), opening(40, "x"), event(40, "c")),
        is("a b@1 for [20] | x c@1"));
  }

  /**
   * The highest revision of a group counts, so that a session that joins the group is above all its
   * sessions.
   */
  @Test
  void aReplacedStartComesBackAboveAllRevisionsOfItsGroup() {
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
        is("a b@3 for [20] | x c y d e f@3 for [75]"));
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
        is("a@4 | z b@4"));
    assertThat(superseded(), is(List.of("5@3")));
    assertThat(holding(), is("a@4 | z b@4 | x c y d e f@3 for [75]"));
  }

  @Test
  void aLateDuplicateChangesOnlyTheNumberOfDuplicates() {
    fire(event(0, "a"), event(5, "b"));
    assertThat(fire(event(0, "a"), event(0, "a"), event(5, "b")), is(""));
    assertThat(newDuplicates, is(1L));
    assertThat(superseded(), is(empty()));
    fire(event(0, "a"), event(0, "a"), event(5, "b"), event(5, "b"), event(5, "b"));
    assertThat(newDuplicates, is(2L));
  }

  @Test
  void aLateDuplicateWithLargerBytesChangesNothing() {
    fire(event(0, "a", false, "1"));
    assertThat(fire(event(0, "a", false, "1"), event(0, "a", true, "2")), is(""));
    assertThat(newDuplicates, is(1L));
  }

  @Test
  void aLateDuplicateWithSmallerBytesReplacesTheKeptEvent() {
    fire(event(0, "a", false, "2"));
    assertThat(fire(event(0, "a", false, "2"), event(0, "a", false, "1")), is("a@1"));
    assertThat(newDuplicates, is(1L));
    assertThat(superseded(), is(List.of("0@0")));
  }

  @Test
  void aLateDuplicateThatDiffersOnlyInOpeningReplacesTheKeptEvent() {
    fire(event(0, "a", false, "1"));
    assertThat(fire(event(0, "a", false, "1"), event(0, "a", true, "1")), is("a@1"));
  }

  @Test
  void aSessionIsWrittenAgainIfOnlyTheActionOfAnEventDiffers() {
    Event first = event(0, "a");
    Event cleaned = new Event("m", first.id(), 0, false, "quit", first.json());
    SessionCutter.Cut cut = new SessionCutter(rules).cut(List.of(cleaned));
    EventGroup.Emitted emitted = new EventGroup.Emitted(EncodedEvents.of(List.of(first)), 0, rules);
    Revision revision = Revision.of(List.of(emitted), "m", cut);
    assertThat(Desk.text(revision.sessions()), is("a@1"));
    assertThat(revision.superseded(), is(List.of(new Session(List.of(first)))));
  }

  @Test
  void aLateDuplicateThatRemovesAnOpeningJoinsTheSessionsThatItSplit() {
    fire(event(0, "a"));
    fire(event(10, "b", true, "2"), event(20, "c"));
    assertThat(
        fire(event(0, "a"), event(10, "b", true, "2"), event(10, "b", false, "1"), event(20, "c")),
        is("a b c@1 for [10]"));
    assertThat(newDuplicates, is(1L));
  }

  @Test
  void unchangedSessionsOfAWiderWindowAreNotWrittenAgain() {
    fire(event(0, "a"), opening(10, "b"), event(60, "c"));
    assertThat(fire(event(0, "a"), opening(10, "b"), event(20, "x"), event(60, "c")), is("b x@1"));
    assertThat(superseded(), is(List.of("10@0")));
    assertThat(holding(), is("a@0 | b x@1 | c@0"));
    assertThat(
        fire(event(0, "a"), opening(10, "b"), event(20, "x"), event(60, "c"), event(61, "d")),
        is("c d@2"));
    assertThat(holding(), is("a@0 | b x@1 | c d@2"));
  }

  @Test
  void aSessionThatSharesNoInstantWithAWrittenOneIsWrittenForTheFirstTime() {
    fire(event(0, "a"), event(100, "c"));
    assertThat(fire(event(0, "a"), event(50, "b"), event(100, "c")), is("b@0"));
    assertThat(superseded(), is(empty()));
  }

  @Test
  void windowsThatMergeWriteOnlyChangedSessions() {
    fire(event(0, "a"));
    fire(opening(10, "c"), event(30, "d"));
    assertThat(fire(event(0, "a"), event(5, "b"), opening(10, "c"), event(30, "d")), is("a b@1"));
    assertThat(holding(), is("a b@1 | c d@0"));
  }

  @Test
  void windowsThatDoNotOverlapThePaneStayAsTheyAre() {
    fire(event(0, "a"));
    fire(event(31, "b"));
    assertThat(fire(event(29, "c"), event(30, "d")), is("c d@0"));
    assertThat(superseded(), is(empty()));
    assertThat(holding(), is("a@0 | c d@0 | b@0"));
  }

  @Test
  void aLateOpeningThatMovesTheCapRevisesTheSessionsAfterIt() {
    rules = SessionRules.ofMillis(GAP, 60);
    List<Event> events =
        new ArrayList<>(
            List.of(
                event(0, "a"),
                event(20, "b"),
                event(40, "d"),
                event(60, "e"),
                event(80, "f"),
                event(200, "g")));
    assertThat(fire(events), is("a b d@0 | e f@0 | g@0"));
    events.add(opening(35, "c"));
    assertThat(fire(events), is("a b@1 | c d e f@1 for [60]"));
    assertThat(holding(), is("a b@1 | c d e f@1 for [60] | g@0"));
  }

  @Test
  void theDuplicatesOfAllRevisionsAddUp() {
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
    assertThat(holding(), is("a x b c@2 for [40]"));
  }

  @Test
  void theSupersededSessionsAreThoseWhoseLinesAreNoLongerValid() {
    fire(event(0, "a"), opening(10, "b"), event(50, "c"));
    fire(event(0, "a"), opening(10, "b"), event(20, "x"), event(50, "c"));
    assertThat(superseded(), is(List.of("10@0")));
    fire(event(0, "a"), opening(10, "b"), event(20, "x"), event(30, "y"), event(50, "c"));
    assertThat(superseded(), is(List.of("10@1", "50@0")));
    fire(
        event(0, "a"),
        opening(10, "b"),
        event(20, "x"),
        event(30, "y"),
        opening(50, "z"),
        event(50, "c"));
    assertThat(superseded(), is(List.of("10@2")));
    assertThat(Desk.keys(desk.holding()), is(List.of("0@0", "10@3", "50@3")));
    assertThat(desk.notSuperseded(), is(desk.holding()));
  }

  @Test
  void aShorterGapSupersedesTheWholeSessionAsItWasWritten() {
    fire(event(0, "a"), event(20, "b"), event(40, "c"));
    rules = SessionRules.ofMillis(15, 0);
    assertThat(
        fire(event(0, "a"), event(20, "b"), event(40, "c"), event(45, "d")),
        is("a@1 | b@1 | c d@1"));
    assertThat(superseded(), is(List.of("0@0")));
    assertThat(holding(), is("a@1 | b@1 | c d@1"));
    assertThat(desk.notSuperseded(), is(desk.holding()));
  }

  @Test
  void aLongerGapSupersedesTheSplitSessionsAsTheyWereWritten() {
    rules = SessionRules.ofMillis(15, 0);
    fire(event(0, "a"), event(20, "b"), event(25, "c"));
    rules = SessionRules.ofMillis(GAP, 0);
    assertThat(
        fire(event(0, "a"), event(20, "b"), event(25, "c"), event(60, "d")),
        is("a b c@1 for [20] | d@0"));
    assertThat(superseded(), is(List.of("0@0", "20@0")));
    assertThat(holding(), is("a b c@1 for [20] | d@0"));
  }

  @Test
  void aSessionThatIsTheSameByOtherRulesIsNotWrittenAgain() {
    fire(event(0, "a"), event(10, "b"), event(50, "c"));
    rules = SessionRules.ofMillis(15, 60);
    assertThat(fire(event(0, "a"), event(10, "b"), event(50, "c"), event(51, "d")), is("c d@1"));
    assertThat(superseded(), is(List.of("50@0")));
  }

  @Test
  void eachOfSeveralJoinedPanesIsSupersededAsItsOwnRulesCutIt() {
    fire(event(0, "a"), event(20, "b"));
    rules = SessionRules.ofMillis(15, 0);
    fire(event(60, "d"), event(80, "e"));
    rules = SessionRules.ofMillis(45, 0);
    assertThat(
        fire(event(0, "a"), event(20, "b"), event(40, "c"), event(60, "d"), event(80, "e")),
        is("a b c d e@1 for [60, 80]"));
    assertThat(superseded(), is(List.of("0@0", "60@0", "80@0")));
  }
}
